import type { ScenarioDocument, ScenarioError } from '@tunq/scenario';

/** One run of the real kernel, in the format that kernel-lab prints and `kernel-cells` holds. */
export interface KernelCell {
  readonly id: string;
  /** As the file has it: `qdisc.kind` may carry arguments of tc, joined by `+`. */
  readonly scenario: Readonly<Record<string, unknown>>;
  readonly measured: KernelMeasured;
  /** iperf3's intervals; empty where the file has none. */
  readonly intervals: readonly KernelInterval[];
  /** `ss -tin` of the sender; empty where the file has none. */
  readonly samples: readonly KernelSample[];
}

/** What was measured; only the goodput is always there. */
export interface KernelMeasured {
  readonly goodputMbps: number;
  readonly goodputMbpsSecondHalf?: number;
  readonly flowsMbps?: readonly number[];
  readonly retransmits?: number;
  readonly ringDrops?: number;
  readonly queueStops?: number;
  readonly queueWakes?: number;
  readonly qdiscDrops?: number;
  readonly rttMs?: { readonly min?: number; readonly mean: number; readonly max?: number };
  readonly maxCwndBytes?: number;
}

/** One interval of iperf3; lists have an entry a flow. Nothing but `t` is sure to be there. */
export interface KernelInterval {
  /** End of the interval, s from the first data. */
  readonly t: number;
  /** What the sender wrote. */
  readonly mbps?: number;
  readonly rtx?: number | null;
  /** Bytes. */
  readonly cwnd?: readonly (number | null)[];
  /** Smoothed RTT, µs. */
  readonly rtt?: readonly (number | null)[];
}

/** One call of ss. */
export interface KernelSample {
  /** s from the client's start, which comes before the first data. */
  readonly t: number;
  readonly flows: readonly {
    /** Segments. */
    readonly cwnd?: number;
    /** Segments; absent before the first loss. */
    readonly ssthresh?: number;
    readonly bytes_acked?: number;
  }[];
}

/** A cell with the name of its file and the places of its keys, for messages. */
export interface PlacedCell {
  readonly cell: KernelCell;
  /** The scenario, ready for `validateScenario`. */
  readonly document: ScenarioDocument;
  /** Why the cell cannot be compared whatever its scenario; `cell` is then what of it could be read. */
  readonly fault?: ScenarioError;
}
