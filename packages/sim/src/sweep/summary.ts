import type { Sweep } from '@tunq/scenario';
import { measuredColumns } from './measured-columns.js';
import { type MedianInterval, medianInterval } from './median-interval.js';
import type { EndedRun } from './run-table.js';
import type { SweepSet } from './sweep-set.js';

/** A point of a grid over its seeds. */
export interface PointSummary {
  readonly point: number;
  /** Values of the plan's keys, as written. */
  readonly values: readonly unknown[];
  readonly failed: number;
  /** By the name of the column; null where no run has that number. */
  readonly measured: Readonly<Record<string, MedianInterval | null>>;
}

/** One plan of a sweep, summed up. */
export interface PlanSummary {
  readonly name: string;
  readonly axes: readonly { readonly keys: readonly string[]; readonly steps: readonly (readonly unknown[])[] }[];
  /** Runs of every point. */
  readonly replicates: number;
  readonly points: readonly PointSummary[];
}

/** Columns of which a summary has the median: those that people compare. All are in the table of results. */
export const summarisedColumns = [
  'goodputMbps',
  'rttSamplesMs.p50',
  'rttSamplesMs.p99',
  'retransmits',
  'ringDrops',
  'qdiscDrops',
  'pathDrops',
  'queueStops',
  'sojournMs.qdisc.p99',
  'sojournMs.ring.p99',
  'pingMs.p50',
  'pingMs.p99',
  'udp.delayMs.mean',
  'udp.delayMs.p99',
  'udp.received',
  'flood.receivedKpps',
  'flood.lostKpps',
  'flowGoodputJain',
] as const;

/** Sums up runs that come in the order of their numbers; all runs of a point come together then, so that none is kept. */
export class Summariser {
  readonly #set: SweepSet;
  readonly #done: PlanSummary[] = [];
  #points: PointSummary[] = [];
  #runs: EndedRun[] = [];
  #sweep: Sweep | undefined;
  #point = 0;

  constructor(set: SweepSet) {
    this.#set = set;
  }

  add(number: number, ended: EndedRun): void {
    const { sweep, run } = this.#set.at(number);
    const { point } = sweep.place(run);
    if (sweep !== this.#sweep || point !== this.#point) {
      this.#closePoint();
      if (sweep !== this.#sweep) this.#closeSweep();
      this.#sweep = sweep;
      this.#point = point;
    }
    this.#runs.push(ended);
  }

  end(): PlanSummary[] {
    this.#closePoint();
    this.#closeSweep();
    return this.#done;
  }

  #closePoint(): void {
    if (this.#runs.length === 0 || !this.#sweep) return;
    this.#points.push(pointSummary(this.#sweep, this.#point, this.#runs));
    this.#runs = [];
  }

  #closeSweep(): void {
    if (!this.#sweep) return;
    const { name, axes } = this.#sweep.description;
    this.#done.push({ name, axes, replicates: this.#sweep.replicates, points: this.#points });
    this.#points = [];
  }
}

const indices = summarisedColumns.map((name) => measuredColumns.findIndex((column) => column.name === name));

function pointSummary(sweep: Sweep, point: number, runs: readonly EndedRun[]): PointSummary {
  const rows = runs.flatMap((run) => ('cells' in run ? [run.cells] : []));
  const measured = summarisedColumns.map((name, i) => {
    const values = rows.map((cells) => cells[indices[i]!] ?? null).filter((value) => value !== null);
    return [name, medianInterval(values)] as const;
  });
  return {
    point,
    values: sweep.values(point),
    failed: runs.length - rows.length,
    measured: Object.fromEntries(measured),
  };
}
