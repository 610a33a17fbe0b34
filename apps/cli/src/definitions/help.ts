/** What `--help` says of SCENARIO, in every command that takes one. */
export const scenarioHelp = "a file (YAML or JSON), a preset's name, or - for standard input";

/** The last part of a command's help: command lines that run, and what they are for. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const wrap = width > 60;
  const text = lines.map(([command, what]) =>
    wrap ? `  # ${what}\n  ${command}` : `  ${command.padEnd(width)}  # ${what}`,
  );
  return `\nExamples:\n${text.join('\n')}`;
}
