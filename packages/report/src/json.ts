/** The one JSON document that `--json` prints, with its newline. */
export function formatJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
