import type { CoreQdisc } from '../config.js';

/**
 * The qdiscs once more, written for reading: from RFC 8289, RFC 8290, tc(8) and the rules of the kernel that the core's
 * docstrings name, with lists and numbers of JavaScript, and nothing of the core.
 */

export interface Burst {
  readonly flow: number;
  /** First byte, which is its name. */
  readonly seq: number;
  readonly payload: number;
}

/** What a model says after each step. */
export interface QdiscModel {
  /** Returns what the stack is told: 0, 1 (drop), 2 (CN). */
  enqueue(burst: Burst, now: number): number;
  dequeue(now: number): Burst | null;
  /** Dropped so far. */
  readonly dropped: Burst[];
  /** After a dequeue that gave nothing although something waits: when to try again. */
  wakeAt?: number;
}

interface Setting {
  readonly mtu: number;
  readonly queueLength: number;
  /** Of each flow. */
  readonly priorities: readonly number[];
}

const headers = 52;

/** Bytes on a link without a header of its own. */
function lengthOf(burst: Burst, mtu: number): number {
  return burst.payload + Math.ceil(burst.payload / (mtu - headers)) * headers;
}

export function modelOf(qdisc: CoreQdisc, setting: Setting): QdiscModel {
  switch (qdisc.kind) {
    case 'pfifo_fast':
      return new Bands(3, [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], setting, 16);
    case 'prio':
      return new Bands(qdisc.bands, qdisc.priomap, setting, 1);
    case 'pfifo':
      return new Bands(1, Array(16).fill(0), { ...setting, queueLength: qdisc.limit }, 1);
    case 'fq_codel':
      return new FqCodel(qdisc, setting.mtu);
    case 'tbf':
      return new Tbf(qdisc, setting.mtu);
    case 'netem':
      return new Netem(qdisc);
    case 'fq':
      throw new RangeError('fq paces by the clock: fq.test.ts has its tests');
    case 'noqueue':
      throw new RangeError('noqueue has no queue');
  }
}

/** Strict priorities. A band of `pfifo_fast` gives its slots back `batch` at a time, and at the end of its array. */
class Bands implements QdiscModel {
  readonly dropped: Burst[] = [];
  readonly #bands: { waiting: Burst[]; read: number; taken: number }[];

  constructor(
    bands: number,
    readonly priomap: readonly number[],
    readonly setting: Setting,
    readonly batch: number,
  ) {
    this.#bands = Array.from({ length: bands }, () => ({ waiting: [], read: 0, taken: 0 }));
  }

  enqueue(burst: Burst): number {
    const band = this.#bands[this.priomap[this.setting.priorities[burst.flow]!]!]!;
    if (band.waiting.length + band.read >= this.setting.queueLength) {
      this.dropped.push(burst);
      return 1;
    }
    band.waiting.push(burst);
    return 0;
  }

  dequeue(): Burst | null {
    const { queueLength } = this.setting;
    const batch = this.batch > queueLength / 2 ? 1 : this.batch;
    for (const band of this.#bands) {
      const burst = band.waiting.shift();
      if (!burst) continue;
      band.taken++;
      band.read = band.taken % queueLength === 0 || band.read + 1 >= batch ? 0 : band.read + 1;
      return burst;
    }
    return null;
  }
}

type CodelOptions = Extract<CoreQdisc, { kind: 'fq_codel' }>;

/** CoDel of one flow, times in units of 1024 ns as BigInt; no wrap-around, as tests are short. */
export class Codel {
  count = 0n;
  last = 0n;
  dropping = false;
  /** 65536 / sqrt(count), as Newton's method has it so far. */
  inverseRoot = 0n;
  above: bigint | null = null;
  dropNext = 0n;

  constructor(readonly interval: bigint) {}

  /** One step of Newton's method for the inverse square root of `count` (RFC 8289, section 5.6), 16 bits kept. */
  newton(): void {
    const x = this.inverseRoot << 16n;
    const factor = (3n << 32n) - this.count * ((x * x) >> 32n);
    this.inverseRoot = ((factor >> 2n) * x) >> 47n;
  }

  /** The control law. */
  after(time: bigint): bigint {
    const step = (this.interval * (this.inverseRoot << 16n)) >> 32n;
    return time + (step === 0n ? 1n : step);
  }

  enter(now: bigint): void {
    const sinceLast = this.count - this.last;
    this.dropping = true;
    if (sinceLast > 1n && now - this.dropNext < 16n * this.interval) {
      this.count = sinceLast;
      this.newton();
    } else {
      this.count = 1n;
      this.inverseRoot = 65535n;
    }
    this.last = this.count;
    this.dropNext = this.after(now);
  }
}

interface Flow extends Codel {
  waiting: { burst: Burst; since: bigint }[];
  deficit: number;
}

class FqCodel implements QdiscModel {
  readonly dropped: Burst[] = [];
  readonly #flows: Flow[];
  #fresh: Flow[] = [];
  #old: Flow[] = [];
  readonly #quantum: number;

  constructor(
    readonly options: CodelOptions,
    readonly mtu: number,
  ) {
    this.#quantum = options.quantum || Math.max(256, mtu);
    const interval = BigInt(options.interval) >> 10n;
    this.#flows = Array.from({ length: options.flows }, () =>
      Object.assign(new Codel(interval), { waiting: [], deficit: 0 }),
    );
  }

  enqueue(burst: Burst, now: number): number {
    const flow = this.#flows[burst.flow % this.#flows.length]!;
    flow.waiting.push({ burst, since: BigInt(now) >> 10n });
    if (!this.#fresh.includes(flow) && !this.#old.includes(flow)) {
      flow.deficit = this.#quantum;
      this.#fresh.push(flow);
    }
    if (this.#flows.reduce((sum, { waiting }) => sum + waiting.length, 0) <= this.options.limit) return 0;
    const fattest = this.#flows.reduce((a, b) => (this.#backlog(b) > this.#backlog(a) ? b : a));
    const half = Math.floor(this.#backlog(fattest) / 2);
    for (let n = 0, bytes = 0; n === 0 || (n < 64 && bytes < half); n++) {
      const lost = fattest.waiting.shift()!.burst;
      bytes += lengthOf(lost, this.mtu);
      fattest.count++;
      this.dropped.push(lost);
    }
    return fattest === flow ? 2 : 0;
  }

  dequeue(now: number): Burst | null {
    for (;;) {
      const list = this.#fresh.length > 0 ? this.#fresh : this.#old;
      const flow = list[0];
      if (!flow) return null;
      if (flow.deficit <= 0) {
        flow.deficit += this.#quantum;
        list.shift();
        this.#old.push(flow);
        continue;
      }
      const burst = this.#codel(flow, BigInt(now) >> 10n);
      if (burst) {
        flow.deficit -= lengthOf(burst, this.mtu);
        return burst;
      }
      list.shift();
      if (list === this.#fresh && this.#old.length > 0) this.#old.push(flow);
    }
  }

  #backlog(flow: Flow): number {
    return flow.waiting.reduce((sum, { burst }) => sum + lengthOf(burst, this.mtu), 0);
  }

  /** Takes the head, and says whether it has waited too long for long enough. */
  #take(flow: Flow, now: bigint): { burst: Burst | null; late: boolean } {
    const head = flow.waiting.shift();
    const backlog = this.#flows.reduce((sum, other) => sum + this.#backlog(other), 0);
    if (!head || now - head.since < BigInt(this.options.target) >> 10n || backlog <= this.mtu) {
      flow.above = null;
      return { burst: head?.burst ?? null, late: false };
    }
    const late = flow.above !== null && now > flow.above;
    flow.above ??= now + flow.interval;
    return { burst: head.burst, late };
  }

  #codel(flow: Flow, now: bigint): Burst | null {
    let { burst, late } = this.#take(flow, now);
    if (!late) {
      flow.dropping = false;
      return burst;
    }
    if (!flow.dropping) {
      this.dropped.push(burst!);
      ({ burst } = this.#take(flow, now));
      flow.enter(now);
      return burst;
    }
    for (let n = 0; flow.dropping && now >= flow.dropNext; n++) {
      if (n === 256) {
        flow.dropNext = flow.after(now);
        break;
      }
      flow.count++;
      flow.newton();
      this.dropped.push(burst!);
      ({ burst, late } = this.#take(flow, now));
      if (late) flow.dropNext = flow.after(flow.dropNext);
      else flow.dropping = false;
    }
    return burst;
  }
}

class Tbf implements QdiscModel {
  readonly dropped: Burst[] = [];
  wakeAt?: number;
  readonly #waiting: Burst[] = [];
  /** Time that the bucket is worth, and when that was. */
  #tokens: number;
  #since = 0;

  constructor(
    readonly options: Extract<CoreQdisc, { kind: 'tbf' }>,
    readonly mtu: number,
  ) {
    this.#tokens = this.#time(options.burst);
  }

  /** ns for some bytes, as a product with a 32-bit multiplier. */
  #time(bytes: number): number {
    const rate = BigInt(Math.floor(this.options.rate / 8));
    let shift = 0n;
    while ((1_000_000_000n << shift) / rate < 1n << 31n) shift++;
    return Number((BigInt(bytes) * ((1_000_000_000n << shift) / rate)) >> shift);
  }

  enqueue(burst: Burst): number {
    const { burst: bucket, limit } = this.options;
    const mss = this.mtu - headers;
    const pieces: Burst[] = [];
    if (lengthOf(burst, this.mtu) <= bucket) pieces.push(burst);
    else if (burst.payload > mss && this.mtu <= bucket) {
      for (let at = 0; at < burst.payload; at += mss) {
        pieces.push({ flow: burst.flow, seq: burst.seq + at, payload: Math.min(mss, burst.payload - at) });
      }
    } else this.dropped.push(burst);
    let taken = 0;
    for (const piece of pieces) {
      const bytes = this.#waiting.reduce((sum, one) => sum + lengthOf(one, this.mtu), lengthOf(piece, this.mtu));
      if (bytes > limit) this.dropped.push(piece);
      else taken = this.#waiting.push(piece);
    }
    return taken > 0 ? 0 : 1;
  }

  dequeue(now: number): Burst | null {
    const first = this.#waiting[0];
    if (!first) return null;
    const tokens = Math.min(this.#tokens + now - this.#since, this.#time(this.options.burst));
    const left = tokens - this.#time(lengthOf(first, this.mtu));
    if (left < 0) {
      this.wakeAt = now - left;
      return null;
    }
    this.#tokens = left;
    this.#since = now;
    return this.#waiting.shift()!;
  }
}

/** Without jitter and loss, which are random. */
class Netem implements QdiscModel {
  readonly dropped: Burst[] = [];
  wakeAt?: number;
  readonly #waiting: { burst: Burst; due: number }[] = [];

  constructor(readonly options: Extract<CoreQdisc, { kind: 'netem' }>) {}

  enqueue(burst: Burst, now: number): number {
    if (this.#waiting.length >= this.options.limit) {
      this.dropped.push(burst);
      return 1;
    }
    this.#waiting.push({ burst, due: now + this.options.delay });
    return 0;
  }

  dequeue(now: number): Burst | null {
    const first = this.#waiting[0];
    if (!first) return null;
    if (first.due <= now) return this.#waiting.shift()!.burst;
    this.wakeAt = first.due;
    return null;
  }
}
