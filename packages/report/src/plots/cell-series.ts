/** What a cell's course over time must hold to be drawn; `@tunq/reference` makes one. */
export interface DrawnCell {
  readonly id: string;
  readonly seconds: number;
  readonly measured: DrawnRun;
  readonly simulated: DrawnRun;
}

export interface DrawnRun {
  readonly flows: readonly DrawnFlow[];
  readonly retransmits: readonly DrawnPoint[];
  /** Packets since the last point; none where nobody counted over time. */
  readonly drops: readonly DrawnPoint[];
  /** Packets until all had drained; null where nobody counted. */
  readonly ringDrops: number | null;
}

/** Segments, ms and Mbit/s. */
export interface DrawnFlow {
  readonly cwnd: readonly DrawnPoint[];
  readonly ssthresh: readonly DrawnPoint[];
  readonly rtt: readonly DrawnPoint[];
  readonly goodput: readonly DrawnPoint[];
}

export interface DrawnPoint {
  /** s from the first data. */
  readonly t: number;
  readonly value: number;
}
