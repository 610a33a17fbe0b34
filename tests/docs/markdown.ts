import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced block of a Markdown file. */
export interface Block {
  /** `sh`, `console`, `yaml`, `js`, … */
  readonly language: string;
  readonly content: string;
  /** 1-based line of the fence. */
  readonly line: number;
}

export interface MarkdownFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Every page that people read: of the repository, of `docs/`, and of the packages. Not the generated API pages. */
export function markdownFiles(): MarkdownFile[] {
  const folders = [
    '.',
    ...['docs', 'docs/adr'],
    ...['packages', 'apps'].flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`)),
  ];
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
      .map((name) => readMarkdown(join(folder, name))),
  );
}

export function readMarkdown(path: string): MarkdownFile {
  const text = readFileSync(join(root, path), 'utf8');
  return { path: relative('.', path), text, blocks: blocksOf(text) };
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; line: number; lines: string[] } | null = null;
  for (const [i, line] of text.split('\n').entries()) {
    if (open === null) {
      const fence = /^```(\w*)/.exec(line);
      if (fence) open = { language: fence[1]!, line: i + 1, lines: [] };
    } else if (line === '```') {
      blocks.push({ language: open.language, content: open.lines.join('\n'), line: open.line });
      open = null;
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}

/** Targets of links and images that lead to a file of the repository, without their `#section`. */
export function relativeLinks({ text }: MarkdownFile): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const markdown = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  const html = [...prose.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
  return [...markdown, ...html]
    .filter((target) => !/^(?:[a-z]+:|#)/i.test(target))
    .map((target) => target.replace(/#.*$/, ''));
}

const opening = /<!-- generated: ([\w -]+) -->\n/g;
const closing = '<!-- /generated -->';

/** Names of the parts of a page between `<!-- generated: name -->` and `<!-- /generated -->`, with what is there. */
export function generatedParts(text: string): { name: string; content: string }[] {
  return [...text.matchAll(opening)].map((match) => {
    const start = match.index + match[0].length;
    return { name: match[1]!, content: text.slice(start, text.indexOf(closing, start)) };
  });
}

/** The same page with another content of the named part. */
export function replacePart(text: string, name: string, content: string): string {
  const mark = `<!-- generated: ${name} -->\n`;
  const start = text.indexOf(mark) + mark.length;
  return text.slice(0, start) + content + text.slice(text.indexOf(closing, start));
}
