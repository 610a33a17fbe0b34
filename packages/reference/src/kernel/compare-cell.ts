import type { Measurements } from '@tunq/sim';
import { signedError } from '../score.js';
import type { KernelCell, KernelMeasured } from './kernel-cell.js';

/** One cell: the real kernel beside the simulation. */
export interface ValidatedCell {
  readonly id: string;
  /** The scenario as the file has it. */
  readonly params: KernelCell['scenario'];
  readonly measured: KernelMeasured;
  readonly simulated: SimulatedCell;
  /** (simulated − measured) / measured; null where nothing, or 0, was measured. */
  readonly error: CellErrors;
}

/** `goodputMbps` is what iperf3 would print, as in the measured cell. */
export type SimulatedCell = Pick<
  Measurements,
  | 'goodputMbps'
  | 'goodputMbpsSecondHalf'
  | 'retransmits'
  | 'ringDrops'
  | 'qdiscDrops'
  | 'queueStops'
  | 'queueWakes'
  | 'rttMs'
  | 'cpuSeconds'
> & {
  readonly flowsMbps: readonly number[];
  readonly maxCwndBytes: number;
};

export interface CellErrors {
  readonly goodput: number | null;
  readonly meanRtt: number | null;
  readonly retransmits: number | null;
  readonly ringDrops: number | null;
  readonly qdiscDrops: number | null;
  readonly queueStops: number | null;
  readonly queueWakes: number | null;
  readonly maxCwnd: number | null;
}

/** Puts what the simulator got beside what the kernel did. */
export function compareCell({ id, scenario, measured }: KernelCell, result: Measurements): ValidatedCell {
  const simulated = simulatedCell(result);
  return {
    id,
    params: scenario,
    measured,
    simulated,
    error: {
      goodput: signedError(simulated.goodputMbps, measured.goodputMbps),
      meanRtt: signedError(simulated.rttMs?.mean ?? null, measured.rttMs?.mean),
      retransmits: signedError(simulated.retransmits, measured.retransmits),
      ringDrops: signedError(simulated.ringDrops, measured.ringDrops),
      qdiscDrops: signedError(simulated.qdiscDrops, measured.qdiscDrops),
      queueStops: signedError(simulated.queueStops, measured.queueStops),
      queueWakes: signedError(simulated.queueWakes, measured.queueWakes),
      maxCwnd: signedError(simulated.maxCwndBytes, measured.maxCwndBytes),
    },
  };
}

function simulatedCell(result: Measurements): SimulatedCell {
  return {
    goodputMbps: result.iperf3Mbps,
    goodputMbpsSecondHalf: result.goodputMbpsSecondHalf,
    flowsMbps: result.flows.map(({ goodputMbps }) => goodputMbps),
    retransmits: result.retransmits,
    ringDrops: result.ringDrops,
    qdiscDrops: result.qdiscDrops,
    queueStops: result.queueStops,
    queueWakes: result.queueWakes,
    rttMs: result.rttMs,
    maxCwndBytes: Math.max(0, ...result.flows.map(({ maxCwndBytes }) => maxCwndBytes)),
    cpuSeconds: result.cpuSeconds,
  };
}
