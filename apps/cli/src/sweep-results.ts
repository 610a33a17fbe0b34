import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatJson, summaryTable, sweepMarkdown, tellingMetrics } from '@tunq/report';
import { nodeDocument } from '@tunq/report/node';
import { sweepFigure } from '@tunq/report/plots';
import { csvWriter, jsonLinesWriter, parquetWriter, type TableWriter, wholeTable } from '@tunq/report/tables';
import { type EndedRun, type PlanSummary, RunTable, Summariser } from '@tunq/sim';
import { type AtomicFile, openAtomicFile, type SweepFolder, writeAtomically } from '@tunq/sim/node';

/** A file of a sweep, as its manifest lists it. */
interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What two equal sweeps have in common, and what is in their folder. */
export interface SweepManifest {
  readonly version: string;
  readonly core: string;
  readonly runs: number;
  /** Of the shard, which is the whole where it is 1 of 1. */
  readonly rows: number;
  readonly shard: { readonly index: number; readonly count: number };
  readonly failures: readonly Failure[];
  readonly plans: SweepFolder['head']['plans'];
  readonly files: readonly ListedFile[];
}

interface Failure {
  /** Number of the run in the order of the plans, from 0. */
  readonly run: number;
  readonly plan: string;
  readonly point: number;
  readonly seed: number | null;
  readonly error: string;
}

/**
 * Writes what a sweep has found into its folder: the tables of its runs, their summary unless it is a shard (a point's runs may
 * be spread over several), and at the end the manifest. Equal sweeps get equal bytes.
 *
 * @returns the manifest, and the summary of a whole sweep
 */
export function writeResults(folder: SweepFolder): { manifest: SweepManifest; summary?: PlanSummary[] } {
  const { head, path, set } = folder;
  const table = new RunTable(set);
  const metadata = { 'tunq.version': head.version, 'tunq.core': head.core };
  const listed: ListedFile[] = [];
  const list = (name: string, open: (writer: ListedWriter) => void) => listed.push(written(path, name, open));

  const failures: Failure[] = [];
  const summariser = new Summariser(set);
  let rows = 0;
  const tables = [
    { name: 'results.parquet', writer: parquetWriter(table.columns, { metadata }) },
    { name: 'results.csv', writer: csvWriter(table.columns) },
    { name: 'results.jsonl', writer: jsonLinesWriter(table.columns) },
  ].map(({ name, writer }) => new TableFile(path, name, writer));
  for (const [run, ended] of folder.ended()) {
    const row = table.row(run, ended);
    for (const file of tables) file.row(row);
    summariser.add(run, ended);
    if ('error' in ended) failures.push(failure(folder, run, ended));
    rows++;
  }
  listed.push(...tables.map((file) => file.end()));

  const whole = head.shard.count === 1;
  const summary = whole ? summariser.end() : undefined;
  removeFigures(path);
  if (summary) {
    const { columns, rows: points } = summaryTable(summary);
    list('summary.csv', (write) => write(wholeTable(csvWriter(columns), points)));
    list('summary.md', (write) => write(new TextEncoder().encode(sweepMarkdown(summary))));
    for (const [name, svg] of figures(summary)) list(name, (write) => write(new TextEncoder().encode(svg)));
  }
  const manifest = {
    version: head.version,
    core: head.core,
    runs: head.runs,
    rows,
    shard: head.shard,
    failures,
    plans: head.plans,
    files: listed,
  };
  writeAtomically(join(path, 'manifest.json'), formatJson(manifest));
  return { manifest, ...(summary && { summary }) };
}

type ListedWriter = (bytes: Uint8Array) => void;

/** Writes a file whole, and lists it. */
function written(folder: string, name: string, fill: (write: ListedWriter) => void): ListedFile {
  const file = new HashedFile(folder, name);
  fill((bytes) => file.write(bytes));
  return file.end();
}

class HashedFile {
  readonly #file: AtomicFile;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(
    folder: string,
    private readonly name: string,
  ) {
    this.#file = openAtomicFile(join(folder, name));
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#file.write(bytes);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  end(): ListedFile {
    this.#file.commit();
    return { name: this.name, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

/** A table that is written row by row. */
class TableFile extends HashedFile {
  constructor(
    folder: string,
    name: string,
    private readonly writer: TableWriter,
  ) {
    super(folder, name);
  }

  row(row: Parameters<TableWriter['row']>[0]): void {
    this.write(this.writer.row(row));
  }

  override end(): ListedFile {
    this.write(this.writer.end());
    return super.end();
  }
}

function failure({ set }: SweepFolder, run: number, { seed, error }: EndedRun & { error: string }): Failure {
  const { sweep, run: own } = set.at(run);
  return { run, plan: sweep.name, point: sweep.place(own).point, seed, error };
}

const figurePattern = /^figure-.*\.svg$/;

/** Of an earlier session, whose points may have had other numbers to show. */
function removeFigures(folder: string): void {
  for (const name of readdirSync(folder)) if (figurePattern.test(name)) rmSync(join(folder, name));
}

/** A drawing of every metric of every plan. */
function* figures(plans: readonly PlanSummary[]): Generator<[name: string, svg: string]> {
  const options = { document: nodeDocument(), standalone: true };
  for (const plan of plans) {
    for (const metric of tellingMetrics(plan)) {
      const svg = sweepFigure(plan, metric, options);
      const of = plans.length === 1 ? '' : `${plan.name}-`;
      if (svg !== '') yield [`figure-${of}${metric.column}.svg`, svg];
    }
  }
}
