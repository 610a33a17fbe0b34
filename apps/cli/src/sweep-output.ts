import { formatCount, formatJson, formatSweep, sweepMarkdown, wrap } from '@tunq/report';
import type { SweepFolder } from '@tunq/sim/node';
import { exitStatus } from './failure.js';
import type { Io } from './io.js';
import { styleOf } from './style.js';
import { type SweepManifest, writeResults } from './sweep-results.js';
import { writePage } from './write-page.js';

/** How the end of a sweep is shown. */
export interface SweepOutput {
  /** File that gets the page. */
  readonly html?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

/** Writes the files of a sweep and prints its summary. */
export async function finishSweep(folder: SweepFolder, { html, markdown, json }: SweepOutput, io: Io): Promise<number> {
  const { manifest, summary } = writeResults(folder);
  if (html !== undefined && summary) {
    const { sweepPage } = await import('@tunq/report/plots');
    const { nodeDocument } = await import('@tunq/report/node');
    writePage(html, sweepPage(summary, { document: nodeDocument() }));
  }
  if (json) {
    io.stdout.write(formatJson({ folder: folder.path, manifest, ...(summary && { summary }) }));
  } else if (markdown && summary) {
    io.stdout.write(sweepMarkdown(summary));
  } else {
    const table = summary ? `${formatSweep(summary, styleOf(io))}\n\n` : '';
    io.stdout.write(`${table}${wrap(lastLine(folder, manifest), styleOf(io).width)}\n`);
  }
  return judge(manifest, io);
}

function lastLine({ path }: SweepFolder, { rows, shard, files }: SweepManifest): string {
  const part = shard.count === 1 ? '' : ` of shard ${shard.index}/${shard.count}`;
  const names = files.map(({ name }) => name).filter((name) => name.startsWith('results.'));
  return `${formatCount(rows)} ${rows === 1 ? 'run' : 'runs'}${part} in ${path}/: ${names.join(', ')}, manifest.json`;
}

/** Runs that failed are in the results with their reasons; the first is shown. */
function judge({ failures, rows }: SweepManifest, { stderr }: Io): number {
  const [first] = failures;
  if (!first) return exitStatus.done;
  const which = `${first.plan}, point ${first.point}${first.seed === null ? '' : `, seed ${first.seed}`}`;
  stderr.write(
    `tunq: ${formatCount(failures.length)} of ${formatCount(rows)} runs have failed, the first (${which}) with: ${first.error}\n`,
  );
  return exitStatus.bad;
}
