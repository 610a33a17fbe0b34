import type { TraceKind, TraceRecord } from '@tunq/sim';

/** A value, or a time without one. */
export interface SeriesPoint {
  /** s of virtual time: the middle of a bin. */
  readonly t: number;
  readonly value: number;
}

/** How full a queue is in a bin, packets. */
export interface Occupancy {
  readonly t: number;
  readonly mean: number;
  readonly max: number;
}

export interface FlowSeries {
  readonly flow: number;
  /** The last of each bin, segments. */
  readonly cwnd: readonly SeriesPoint[];
  /** The most of each bin, segments. */
  readonly inFlight: readonly SeriesPoint[];
  /** The mean of each bin: from a segment that was sent once to the ACK for it, ms. */
  readonly rtt: readonly SeriesPoint[];
  /** What the receiver acknowledged, Mbit/s: steps whose middles these are. */
  readonly goodput: readonly SeriesPoint[];
}

/** A run over time, in bins of equal length. */
export interface RunSeries {
  readonly seconds: number;
  /** Length of a bin, s. */
  readonly bin: number;
  readonly flows: readonly FlowSeries[];
  /** Unread entries of the ring, and segments in the qdisc. */
  readonly ring: readonly Occupancy[];
  readonly qdisc: readonly Occupancy[];
  /** Share of each bin in which a queue of the device was stopped, 0 to 1; only where it was. */
  readonly stopped: readonly SeriesPoint[];
  /** Packets dropped in each bin where any were. */
  readonly drops: readonly { readonly t: number; readonly place: 'ring' | 'qdisc' | 'path'; readonly value: number }[];
  /** Round trips of pings, the greatest of each bin, ms. */
  readonly pings: readonly SeriesPoint[];
}

/** Bins of a drawing: about one for two px. */
const bins = 400;

/** Bins of goodput that are drawn as one: ACKs come in bursts of a round trip. */
const goodputBins = 5;

/** Flows that are drawn one by one. */
const mostFlows = 7;

/**
 * A quantity that changes at instants: in each bin its mean over time, and its greatest value, of those that lasted.
 */
class Level {
  readonly #sum = new Float64Array(bins);
  readonly #max = new Float64Array(bins);
  #value = 0;
  #since = 0;

  constructor(private readonly binNs: number) {}

  get value(): number {
    return this.#value;
  }

  set(timeNs: number, value: number): void {
    this.#advance(timeNs);
    this.#value = value;
  }

  /** Means and maxima up to a time. */
  upTo(timeNs: number): { readonly mean: Float64Array; readonly max: Float64Array } {
    this.#advance(timeNs);
    return { mean: this.#sum.map((sum) => sum / this.binNs), max: this.#max };
  }

  #advance(timeNs: number): void {
    while (this.#since < timeNs) {
      const bin = Math.floor(this.#since / this.binNs);
      if (bin >= bins) break;
      const end = Math.min(timeNs, (bin + 1) * this.binNs);
      // A bin's end that rounds to its beginning would never come.
      const next = end > this.#since ? end : timeNs;
      this.#sum[bin]! += this.#value * (next - this.#since);
      if (this.#value > this.#max[bin]!) this.#max[bin] = this.#value;
      this.#since = next;
    }
    this.#since = Math.max(this.#since, timeNs);
  }
}

interface FlowBins {
  readonly cwnd: Float64Array;
  readonly inFlight: Float64Array;
  readonly rttSum: Float64Array;
  readonly rttCount: Float64Array;
  readonly bytes: Float64Array;
  /** Segments on their way that have been sent once: the byte behind them, and when they left. */
  sent: { readonly end: number; readonly time: number }[];
  /** The byte that is sent next, and that up to which ACKs tell no round trip. */
  next: number;
  untold: number;
  oldest: number;
  acked: number;
}

function goodput(bytes: Float64Array, bin: number): SeriesPoint[] {
  const wide = bin * goodputBins;
  return Array.from({ length: bins / goodputBins }, (_, i) => {
    const sum = bytes.subarray(i * goodputBins, (i + 1) * goodputBins).reduce((total, value) => total + value, 0);
    return { t: (i + 0.5) * wide, value: (sum * 8) / wide / 1e6 };
  });
}

const signed = (difference: number) => difference | 0;

/** Places of drops in the order of the core's codes. */
const places = ['ring', 'qdisc', 'path'] as const;

/** Gathers the course of a run out of what it traces, in a memory that does not depend on its length. */
export class RunRecorder {
  static readonly kinds: readonly TraceKind[] = ['ring', 'drop', 'queue', 'send', 'packet', 'ping'];
  readonly #binNs: number;
  readonly #ring: Level;
  readonly #qdisc: Level;
  readonly #stopped: Level;
  readonly #flows = new Map<number, FlowBins>();
  readonly #drops = places.map(() => new Float64Array(bins));
  readonly #pings = new Float64Array(bins);

  /** @param durationNs of the scenario */
  constructor(private readonly durationNs: number) {
    this.#binNs = durationNs / bins;
    this.#ring = new Level(this.#binNs);
    this.#qdisc = new Level(this.#binNs);
    this.#stopped = new Level(this.#binNs);
  }

  records(records: readonly TraceRecord[]): void {
    for (const record of records) {
      if (record.time > this.durationNs) continue;
      if (record.kind === 'ring') this.#onRing(record);
      else if (record.kind === 'packet') this.#onPacket(record);
      else if (record.kind === 'send') this.#onSend(record);
      else if (record.kind === 'drop') this.#onDrop(record);
      else if (record.kind === 'queue') this.#onQueue(record);
      else if (record.kind === 'ping') this.#onPing(record);
    }
  }

  series(): RunSeries {
    const bin = this.#binNs / 1e9;
    const middle = (i: number) => (i + 0.5) * bin;
    const points = (values: Float64Array, keep: (value: number) => boolean): SeriesPoint[] =>
      Array.from(values, (value, i) => ({ t: middle(i), value })).filter(({ value }) => keep(value));
    const level = (values: Level): Occupancy[] => {
      const { mean, max } = values.upTo(this.durationNs);
      return Array.from(mean, (value, i) => ({ t: middle(i), mean: value, max: max[i]! }));
    };
    const known = (value: number) => !Number.isNaN(value);
    return {
      seconds: this.durationNs / 1e9,
      bin,
      flows: [...this.#flows].map(([flow, own]) => ({
        flow,
        cwnd: points(own.cwnd, known),
        inFlight: points(own.inFlight, known),
        rtt: points(
          own.rttSum.map((sum, i) => sum / own.rttCount[i]! / 1e6),
          known,
        ),
        goodput: goodput(own.bytes, bin),
      })),
      ring: level(this.#ring),
      qdisc: level(this.#qdisc),
      stopped: level(this.#stopped)
        .map(({ t, mean }) => ({ t, value: Math.min(mean, 1) }))
        .filter(({ value }) => value > 0),
      drops: places.flatMap((place, i) =>
        points(this.#drops[i]!, (value) => value > 0).map((point) => ({ ...point, place })),
      ),
      pings: points(this.#pings, (value) => value > 0),
    };
  }

  #bin(time: number): number {
    return Math.min(Math.floor(time / this.#binNs), bins - 1);
  }

  #onRing({ time, code, a: unread, d: segments }: TraceRecord): void {
    // Of several rings each record tells of its own.
    this.#ring.set(time, unread);
    if (code === 1) this.#leavesQdisc(time, segments);
  }

  #leavesQdisc(time: number, segments: number): void {
    this.#qdisc.set(time, Math.max(this.#qdisc.value - segments, 0));
  }

  #onQueue({ time, code }: TraceRecord): void {
    this.#stopped.set(time, Math.max(this.#stopped.value + (code === 1 ? 1 : -1), 0));
  }

  #onDrop({ time, code, c: segments }: TraceRecord): void {
    this.#drops[code]![this.#bin(time)]! += 1;
    if (places[code] !== 'path') this.#leavesQdisc(time, segments);
  }

  #onPing({ time, b, c }: TraceRecord): void {
    const bin = this.#bin(time);
    this.#pings[bin] = Math.max(this.#pings[bin]!, (b + c * 2 ** 32) / 1e6);
  }

  #onSend({ time, code, flow, a: seq, b: bytes, d: cwnd, e: inFlight }: TraceRecord): void {
    const own = this.#flow(flow);
    if (!own) return;
    const bin = this.#bin(time);
    own.cwnd[bin] = cwnd;
    own.inFlight[bin] = Number.isNaN(own.inFlight[bin]!) ? inFlight : Math.max(own.inFlight[bin]!, inFlight);
    const end = (seq + bytes) >>> 0;
    if (code === 0) {
      own.sent.push({ end, time });
      own.next = end;
    } else {
      // What is sent again tells no round trip (Karn), nor does what had to wait for it.
      own.untold = own.next;
    }
  }

  #onPacket({ time, code, flow, a: seq, c: word }: TraceRecord): void {
    const kind = (word >>> 16) & 0xff;
    if (code === 0) {
      this.#qdisc.set(time, this.#qdisc.value + (word & 0xffff));
      return;
    }
    const own = kind === 1 ? this.#flow(flow) : undefined;
    if (!own) return;
    if (code === 1) {
      let last: number | undefined;
      while (own.sent.length > own.oldest && signed(own.sent[own.oldest]!.end - seq) <= 0) {
        last = own.sent[own.oldest]!.time;
        own.oldest++;
      }
      // Moved up only now and then: the front of an array is costly to cut.
      if (own.oldest > 1024) {
        own.sent = own.sent.slice(own.oldest);
        own.oldest = 0;
      }
      if (last === undefined || signed(seq - own.untold) <= 0) return;
      own.rttSum[this.#bin(time)]! += time - last;
      own.rttCount[this.#bin(time)]! += 1;
    } else if (code === 4) {
      own.bytes[this.#bin(time)]! += Math.max(signed(seq - own.acked), 0);
      if (signed(seq - own.acked) > 0) own.acked = seq;
    }
  }

  #flow(flow: number): FlowBins | undefined {
    const known = this.#flows.get(flow);
    if (known || this.#flows.size >= mostFlows) return known;
    const empty = () => new Float64Array(bins).fill(Number.NaN);
    const own = {
      cwnd: empty(),
      inFlight: empty(),
      rttSum: new Float64Array(bins),
      rttCount: new Float64Array(bins),
      bytes: new Float64Array(bins),
      sent: [],
      next: 0,
      untold: 0,
      oldest: 0,
      acked: 0,
    };
    this.#flows.set(flow, own);
    return own;
  }
}
