import { isGroup, shape } from './json-group.js';
import type { JsonPath } from './json-place.js';
import type { KernelCell } from './kernel-cell.js';

/** What is wrong with a cell, besides its scenario. */
export interface CellFault {
  /** From the cell on. */
  readonly path: JsonPath;
  readonly given: string;
  readonly allowed: string;
}

/** What could be read of a cell. */
export interface ReadCell {
  readonly cell: KernelCell;
  /** How often iperf3 looked, where the cell tells and it is not the usual 0.5 s. */
  readonly sampleInterval: string | undefined;
  readonly faults: readonly CellFault[];
}

/** Numbers of `measured` that are compared. */
const figures = ['retransmits', 'ringDrops', 'queueStops', 'queueWakes', 'qdiscDrops', 'maxCwndBytes'] as const;

/**
 * Reads one cell. Members that are absent or null are left out; a cell without an id is called by its place.
 *
 * @param nameless what a cell without an id is called
 */
export function readCell(given: unknown, nameless: () => string): ReadCell {
  const faults: CellFault[] = [];
  const fault = (path: JsonPath, problem: string, allowed: string) => {
    faults.push({ path, given: problem, allowed });
  };
  if (!isGroup(given)) fault([], `${shape(given)} where a cell belongs`, 'keys id, scenario and measured');
  const whole = isGroup(given) ? given : {};
  const group = (key: string, allowed: string): Record<string, unknown> => {
    const value = whole[key];
    if (isGroup(value)) return value;
    fault([key], `${shape(value)} where a group belongs`, allowed);
    return {};
  };
  const list = (key: string): unknown[] => {
    const value = whole[key] ?? [];
    if (Array.isArray(value)) return value;
    fault([key], `${shape(value)} where a list belongs`, 'a list, or no such key');
    return [];
  };

  const id = whole.id ?? nameless();
  if (typeof id !== 'string' || id === '') fault(['id'], `${shape(id)} where a name belongs`, 'a text');
  const scenario = group('scenario', 'a scenario');
  const measured = readMeasured(group('measured', 'measurements'), fault);
  const intervals = list('intervals').flatMap(readInterval);
  const samples = list('samples').flatMap(readSample);
  const name = typeof id === 'string' && id !== '' ? id : nameless();
  return {
    cell: { id: name, scenario, measured, intervals, samples } as unknown as KernelCell,
    sampleInterval: intervalOf(intervals.map(({ t }) => t)),
    faults,
  };
}

/** The measurements without what is null, which is as if it were not there. */
function readMeasured(
  given: Record<string, unknown>,
  fault: (path: JsonPath, problem: string, allowed: string) => void,
): Record<string, unknown> {
  const measured = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const check = (path: readonly string[], value: unknown) => {
    if (typeof value === 'number' && value >= 0) return;
    const problem = typeof value === 'number' ? `${value} is negative` : `${shape(value)} where a number belongs`;
    fault(['measured', ...path], problem, 'a number from 0 up');
  };
  check(['goodputMbps'], given.goodputMbps);
  for (const key of figures) if (measured[key] !== undefined) check([key], measured[key]);
  const { rttMs } = measured;
  if (rttMs === undefined) return measured;
  if (!isGroup(rttMs)) {
    fault(['measured', 'rttMs'], `${shape(rttMs)} where a group belongs`, 'min, mean, max');
    return measured;
  }
  if (rttMs.mean == null) {
    const { rttMs: _none, ...rest } = measured;
    return rest;
  }
  check(['rttMs', 'mean'], rttMs.mean);
  return measured;
}

/** Intervals and samples are only drawn: an entry without a time is left out. */
function readInterval(given: unknown): { readonly t: number }[] {
  return isGroup(given) && typeof given.t === 'number' ? [{ ...given, t: given.t }] : [];
}

function readSample(given: unknown): { readonly t: number; readonly flows: unknown[] }[] {
  if (!isGroup(given) || typeof given.t !== 'number') return [];
  return [{ ...given, t: given.t, flows: Array.isArray(given.flows) ? given.flows.filter(isGroup) : [] }];
}

/** iperf3's `-i`: the ends of the intervals are that far apart. Its mean RTT is of one look at the end of each. */
function intervalOf(ends: readonly number[]): string | undefined {
  const steps = ends.map((end, i) => Math.round((end - (ends[i - 1] ?? 0)) * 1000)).sort((a, b) => a - b);
  const usual = steps[steps.length >> 1] ?? 500;
  return usual === 500 || usual < 1 ? undefined : `${usual}ms`;
}
