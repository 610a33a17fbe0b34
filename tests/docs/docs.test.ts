import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Validation } from '@tunq/report';
import { parseScenario, readPlan } from '@tunq/scenario';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Block,
  generatedParts,
  markdownFiles,
  readMarkdown,
  relativeLinks,
  replacePart,
  root,
} from './markdown.js';
import { formatNumbers, type Report } from './numbers.js';
import { publishedPart, type TablesReport } from './published.js';
import { generatedTables, scenarioKeys } from './tables.js';
import { type PacketReport, validationParts } from './validation.js';

/**
 * The pages are true: their commands and programs run, their links lead somewhere, their tables are those of the code.
 *
 * `UPDATE_DOCS=1 npx vitest run tests/docs` writes anew what follows from the code or from runs: the tables, what
 * commands print in `console` blocks, the numbers of README.md, and the figures.
 */
const update = process.env.UPDATE_DOCS === '1';

/** The part of docs/validation.md about published tables. */
const published = 'validation published';

const files = markdownFiles();
const pages = files.map((file) => file.path);
const cli = join(root, 'apps/cli/bin/tunq.js');

/** Where commands run: it has the files that the pages show. */
let folder: string;
/** Where programs run: below `node_modules`, so that names of packages are looked up in the repository's. */
let programFolder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-docs-'));
  programFolder = mkdtempSync(join(root, 'node_modules/.tunq-docs-'));
  const program = join(folder, 'tunq');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  chmodSync(program, 0o755);
  for (const name of ['packages', 'examples']) symlinkSync(join(root, name), join(folder, name));
  for (const { blocks } of files) for (const block of blocks) writeNamed(block);
});

afterAll(() => {
  for (const path of [folder, programFolder]) rmSync(path, { recursive: true });
});

/** A YAML block whose first line is `# name.yaml` is the file that the commands around it use. */
function writeNamed({ language, content }: Block): void {
  const name = language === 'yaml' ? /^# ([\w-]+\.yaml)$/m.exec(content.split('\n')[0]!)?.[1] : undefined;
  if (name) writeFileSync(join(folder, name), `${content}\n`);
}

/** Runs one line as a reader would paste it, in a folder that has the pages' files. */
function shell(line: string): { status: number | null; output: string } {
  const { status, output } = spawnSync('bash', ['-o', 'pipefail', '-c', line.replaceAll('npx tunq', 'tunq')], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', PATH: `${folder}${delimiter}${process.env.PATH}` },
  });
  return { status, output: `${output[1]}${output[2]}` };
}

/** Commands of the CLI in a block of shell lines, but for all published tables or all cells at once, which take too long for a test. */
function commandsOf({ language, content }: Block): string[] {
  if (language !== 'sh' && language !== 'bash') return [];
  return content
    .split('\n')
    .filter((line) => /^(?:npx )?tunq /.test(line))
    .filter(
      (line) =>
        !/ (?:reproduce|validate|calibrate|bench)(?: --(?:all|full|json|strict|seeds|html)\b.*| *(?:[#|>].*)?)?$/.test(
          line,
        ),
    );
}

/** What a `console` block shows: a command after `$`, then what it prints. */
function sessionOf({ language, content }: Block): { command: string; printed: string } | undefined {
  const [first = '', ...printed] = content.split('\n');
  if (language !== 'console' || !/^\$ (?:npx )?tunq /.test(first)) return undefined;
  return { command: first.slice(2), printed: printed.join('\n') };
}

const commands = files.flatMap(({ path, blocks }) =>
  blocks.flatMap((block) => commandsOf(block).map((line) => [`${path}:${block.line}`, line] as const)),
);
const sessions = files.flatMap(({ path, blocks }) =>
  blocks.flatMap((block) => {
    const session = sessionOf(block);
    return session ? [{ at: `${path}:${block.line}`, path, ...session }] : [];
  }),
);

describe('commands', () => {
  test('there are some to run', () => {
    expect(commands.length).toBeGreaterThan(15);
    expect(sessions.length).toBeGreaterThan(4);
  });

  test.each(commands)('%s %s', (_at, line) => {
    const { status, output } = shell(line);
    expect(status, output).toBe(0);
  });

  test.each(sessions)('$at $command', ({ path, command, printed }) => {
    const { status, output } = shell(command);
    // A session that shows a complaint ends with the status of wrong input, any other in success.
    const complaint = (update ? output : printed).startsWith('tunq: ');
    expect(status, output).toBe(complaint ? 2 : 0);
    expect(/^tunq: [^\n]+\n$/.test(output)).toBe(complaint);
    if (!update) return;
    const { text } = readMarkdown(path);
    const shown = `\`\`\`console\n$ ${command}\n${printed === '' ? '' : `${printed}\n`}\`\`\``;
    expect(text).toContain(shown);
    writeFileSync(
      join(root, path),
      text.replace(shown, () => `\`\`\`console\n$ ${command}\n${output}\`\`\``),
    );
  });
});

describe('scenarios and programs', () => {
  const yaml = files.flatMap(({ path, blocks }) =>
    blocks
      // A protocol for `tunq check` is no scenario; the command below it runs it.
      .filter(({ language, content }) => language === 'yaml' && !content.startsWith('# protocol.yaml'))
      .map((block) => [`${path}:${block.line}`, block.content] as const),
  );
  const programs = files.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language }) => language === 'js' || language === 'ts')
      .map((block) => [`${path}:${block.line}`, block.content] as const),
  );

  test.each(yaml)('%s is a legal scenario or plan', (at, content) => {
    if (content.startsWith('# plan.yaml')) expect(readPlan(content, { file: at }).plan.scenario).toBeTruthy();
    else expect(parseScenario(content, { file: at }).duration).toBeGreaterThan(0);
  });

  test('every package has a program to begin with', () => {
    const packages = pages.filter((path) => path.startsWith('packages/'));
    for (const path of packages) expect(programs.map(([at]) => at.split(':')[0])).toContain(path);
  });

  test.each(programs)('%s runs', (_at, content) => {
    const file = join(programFolder, 'program.mjs');
    writeFileSync(file, content);
    const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  });
});

test.each(files)('the links of $path lead to files', (file) => {
  for (const target of relativeLinks(file)) {
    expect(existsSync(join(root, dirname(file.path), target)), target).toBe(true);
  }
});

describe('tables', () => {
  const tables = generatedTables();
  /** Parts that come from runs, not from the code. */
  const elsewhere = (name: string) => /^(?:validation |performance)/.test(name);
  const fromRuns = (name: string) => name === 'numbers' || name === 'shaping' || elsewhere(name);
  const used = files.flatMap(({ path, text }) => generatedParts(text).map(({ name }) => ({ path, name })));

  test('every table has its place, and the numbers have one', () => {
    const names = used.map(({ name }) => name).filter((name) => !elsewhere(name));
    expect([...names].sort()).toEqual([...Object.keys(tables), 'numbers', 'shaping'].sort());
  });

  test.each(used.filter(({ name }) => !fromRuns(name)))('$name in $path', ({ path, name }) => {
    const { text } = readMarkdown(path);
    if (update) writeFileSync(join(root, path), replacePart(text, name, tables[name]!));
    else expect(generatedParts(text).find((part) => part.name === name)?.content).toBe(tables[name]);
  });

  test('docs/scenario.md has every key of the schema', () => {
    const { text } = readMarkdown('docs/scenario.md');
    const missing = scenarioKeys().filter((key) => !text.includes(`\`${key.replace(/^flows\./, '')}\``));
    expect(scenarioKeys().length).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });
});

test('the numbers of README.md are those of the six tables', () => {
  const { stdout } = spawnSync(process.execPath, [cli, 'reproduce', '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const numbers = formatNumbers(JSON.parse(stdout) as Report);
  const { text } = readMarkdown('README.md');
  if (update) writeFileSync(join(root, 'README.md'), replacePart(text, 'numbers', numbers));
  // The time that the runs took is that of one machine.
  const timeless = (part: string | undefined) => part?.replace(/took [\d.]+ s/, 'took … s').trim();
  const written = generatedParts(readMarkdown('README.md').text).find(({ name }) => name === 'numbers')?.content;
  expect(timeless(written)).toBe(timeless(numbers));
}, 120_000);

test('docs/validation.md and README.md are what the kernel cells say', { timeout: 300_000 }, () => {
  const validate = (...argv: string[]): unknown => {
    const { stdout, stderr } = spawnSync(process.execPath, [cli, 'validate', '--json', ...argv], {
      encoding: 'utf8',
      maxBuffer: 1 << 27,
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };
  const parts = validationParts(
    validate() as Validation,
    validate('--cells', 'differential') as Validation,
    validate('--packets', 'all') as PacketReport,
  );
  const path = 'docs/validation.md';
  if (update) {
    const filled = Object.entries(parts).reduce(
      (text, [name, part]) => replacePart(text, name, part),
      readMarkdown(path).text,
    );
    writeFileSync(join(root, path), filled);
  }
  const written = generatedParts(readMarkdown(path).text).filter(({ name }) => name !== published);
  expect(Object.fromEntries(written.map(({ name, content }) => [name, content]))).toEqual(parts);

  const bars = 'validation bars';
  const readme = readMarkdown('README.md').text;
  if (update) writeFileSync(join(root, 'README.md'), replacePart(readme, bars, parts[bars]!));
  const shown = generatedParts(readMarkdown('README.md').text).find(({ name }) => name === bars);
  expect(shown?.content).toBe(parts[bars]);
});

test('docs/validation.md has every published table', { timeout: 600_000 }, () => {
  const { stdout } = spawnSync(process.execPath, [cli, 'reproduce', '--all', '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const part = publishedPart(JSON.parse(stdout) as TablesReport);
  const path = 'docs/validation.md';
  if (update) writeFileSync(join(root, path), replacePart(readMarkdown(path).text, published, part));
  const written = generatedParts(readMarkdown(path).text).find(({ name }) => name === published);
  expect(written?.content).toBe(part);
});

test.runIf(update)('the figures are drawn', { timeout: 3_600_000 }, () => {
  const { status, stderr } = spawnSync(process.execPath, ['docs/images/make.mjs'], { cwd: root, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
});

test('prose fits 120 columns', () => {
  const long = files.flatMap(({ path, text }) =>
    text
      .replaceAll(/^```[\s\S]*?^```$/gm, (block) => block.replaceAll(/[^\n]/g, ''))
      .split('\n')
      .flatMap((line, i) => (line.length > 120 && !/^\||^<|\]\([^)]*\)\S*$/.test(line) ? [`${path}:${i + 1}`] : [])),
  );
  expect(long).toEqual([]);
});
