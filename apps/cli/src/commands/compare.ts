import { comparisonMarkdown, formatComparison, formatJson } from '@tunq/report';
import { applySettings, findOverwritten, parseKeyPath, ScenarioError } from '@tunq/scenario';
import { compareScenarios, parseVariation, type Variation } from '@tunq/sim';
import { type PoolOptions, runMany } from '@tunq/sim/node';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { loadDocument } from '../load-document.js';
import { progressBar } from '../progress.js';
import { refuseStdout } from '../refuse-stdout.js';
import { styleOf } from '../style.js';
import { writePage } from '../write-page.js';

export interface CompareArguments {
  readonly scenario: string;
  readonly vary: readonly string[];
  readonly set: readonly string[];
  readonly jobs?: number;
  readonly html?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** More variants than a person compares; a grid of this size is for `sweep`. */
const mostVariants = 1000;

/** `tunq compare`: variants of a scenario side by side. */
export async function compare(
  { scenario: source, vary, set, jobs, html, json, markdown }: CompareArguments,
  io: Io,
): Promise<number> {
  if (json && markdown) throw new InputError('--markdown: not with --json; allowed: one of them');
  if (html !== undefined) refuseStdout(`--html ${html}`, html, io.stdout);
  const variations = readVariations(vary);
  const document = applySettings(await loadDocument(source, io), set);
  const bar = await progressBar(io, 'comparing');
  try {
    const comparison = await compareScenarios(document, variations, {
      run: (all, options) => runMany(all, { ...options, ...threads(jobs) }),
      signal: io.signal,
      onProgress: (done, total) => bar.update(done / total, `${done} of ${total} variants`),
    }).catch((error) => {
      throw asVariation(error, variations);
    });
    bar.stop();
    if (html !== undefined) {
      const { comparisonHtml } = await import('./compare-html.js');
      writePage(html, comparisonHtml([source, ...set].join(' '), comparison));
    }
    const text = () => (markdown ? comparisonMarkdown(comparison) : formatComparison(comparison, styleOf(io)));
    io.stdout.write(json ? formatJson(comparison) : `${text()}\n`);
  } finally {
    bar.stop();
  }
  return exitStatus.done;
}

function threads(jobs: number | undefined): PoolOptions {
  return jobs === undefined ? {} : { threads: jobs };
}

function readVariations(texts: readonly string[]): Variation[] {
  const variations = texts.map((text) => {
    try {
      return parseVariation(text);
    } catch (error) {
      throw new InputError(`--vary ${(error as RangeError).message}`);
    }
  });
  const keys = variations.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice) throw new InputError(`--vary ${twice}: is given twice; allowed: each key once, with all its values`);
  const found = findOverwritten(keys.map((key) => parseKeyPath(key) ?? [key]));
  if (found) {
    const [earlier, later] = [keys[found.earlier], keys[found.later]];
    throw new InputError(
      `--vary ${later}: overwrites ${earlier}, which is varied before it; allowed: ${later} before ${earlier}, or only one of them`,
    );
  }
  const variants = variations.reduce((product, { values }) => product * values.length, 1);
  if (variants > mostVariants) throw new InputError(`--vary: ${variants} variants; allowed: at most ${mostVariants}`);
  return variations;
}

/** A fault in a value of `--vary` is reported under that option, not as the setting that it became. */
function asVariation(error: unknown, variations: readonly Variation[]): unknown {
  if (!(error instanceof ScenarioError)) return error;
  const option = variations
    .flatMap(({ key, values }) => values.map((value) => `${key}=${value}`))
    .find((setting) => error.file === `--set ${setting}`);
  return option === undefined ? error : new ScenarioError({ ...error, file: `--vary ${option}` });
}
