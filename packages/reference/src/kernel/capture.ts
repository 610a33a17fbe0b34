import { ScenarioError } from '@tunq/scenario';

/** Packets at the sender's tun0, on the way into the ring, and the acknowledgements that come back. */
export interface Capture {
  readonly packets: readonly WirePacket[];
  /** Time of the first data packet, ns on the clock of the capture. */
  readonly start: number;
  /** True where the file has SACK options: a capture may have lost the ACKs that carry one. */
  readonly hasSack: boolean;
}

/** One packet of a bulk connection. */
export interface WirePacket {
  /** ns from the first data packet. */
  readonly time: number;
  readonly direction: 'data' | 'ack';
  /** 0 for the first connection. */
  readonly flow: number;
  /** First byte of data, or the next byte that is expected; 0 is the first byte of the bulk data. */
  readonly seq: number;
  /** Bytes of payload; 0 of an acknowledgement. */
  readonly length: number;
  /** Receive window of an acknowledgement, bytes; null where it is not known. */
  readonly window: number | null;
  /** What its SACK option says; empty without one. */
  readonly sack: string;
}

/** The columns of a capture file, a row a packet; empty fields are null. */
export interface CaptureColumns {
  /** ns */
  readonly time: readonly number[];
  readonly outgoing: readonly boolean[];
  /** 1 for the first bulk connection. */
  readonly flow: readonly number[];
  readonly seq: readonly (number | null)[];
  readonly length: readonly number[];
  readonly ack: readonly (number | null)[];
  readonly window: readonly (number | null)[];
  readonly sack: readonly string[];
}

/** iperf3 sends 37 bytes that name the test before the data of each connection; byte 0 is its SYN. */
const firstByte = 38;

/** A handshake has no payload and a cookie 37 bytes of it. */
const shortest = 38;

/** The bulk data of a capture: what comes before them, and packets that only acknowledge ours, are left out. */
export function bulkCapture(columns: CaptureColumns): Capture {
  const { time, outgoing, flow, seq, length, ack, window, sack } = columns;
  const first = time.findIndex((_, i) => outgoing[i] && length[i]! >= shortest);
  const start = first === -1 ? 0 : time[first]!;
  const packets = time.flatMap((at, i): WirePacket[] => {
    if (first === -1 || i < first) return [];
    const common = { time: at - start, flow: flow[i]! - 1, sack: sack[i] ?? '' };
    if (outgoing[i]) {
      // The bytes of the cookie, sent again, are none of the data.
      if (length[i] === 0 || seq[i] == null || seq[i]! < firstByte) return [];
      return [{ ...common, direction: 'data', seq: seq[i]! - firstByte, length: length[i]!, window: null }];
    }
    if (ack[i] == null || ack[i]! < firstByte) return [];
    return [{ ...common, direction: 'ack', seq: ack[i]! - firstByte, length: 0, window: window[i] ?? null }];
  });
  return { packets, start, hasSack: sack.some((option) => option !== '') };
}

const required = ['t_us', 'dir', 'flow', 'seq', 'len', 'ack'] as const;

/**
 * Reads the CSV that kernel-lab writes with `--packets`.
 *
 * @throws {ScenarioError} with file, line, column, what was given and what is allowed
 */
export function readCaptureCsv(text: string, file: string): CaptureColumns {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.trimEnd().split(',');
  const fail = (line: number, key: string | null, given: string, allowed: string): never => {
    throw new ScenarioError({ file, line, column: 1, key, given, allowed });
  };
  for (const name of required) {
    if (!names.includes(name)) fail(1, name, 'is missing', `columns ${required.join(', ')}, and win_bytes, sack`);
  }
  if (lines.length === 0) fail(1, null, 'holds no packets', 'a line a packet');
  const at = Object.fromEntries(names.map((name, index) => [name, index])) as Record<string, number | undefined>;
  const field = (row: readonly string[], name: string) => row[at[name] ?? -1] ?? '';
  const rows = lines.map((line) => line.trimEnd().split(','));
  const short = rows.findIndex((row) => row.length < names.length);
  if (short !== -1) {
    fail(
      short + 2,
      null,
      `has ${rows[short]!.length} of ${names.length} fields, as a file that is cut off`,
      names.join(', '),
    );
  }
  const numbers = (name: string) =>
    rows.map((row, index) => {
      const given = field(row, name);
      if (given === '') return null;
      const value = Number(given);
      if (!Number.isFinite(value)) fail(index + 2, name, `'${given.slice(0, 40)}' is not a number`, 'a number');
      return value;
    });
  const needed = (name: string) =>
    numbers(name).map((value, index) => value ?? fail(index + 2, name, 'is empty', 'a number'));
  return {
    time: needed('t_us').map((us) => Math.round(us * 1000)),
    outgoing: rows.map((row, index) => {
      const direction = field(row, 'dir');
      if (direction !== '>' && direction !== '<') fail(index + 2, 'dir', `'${direction.slice(0, 40)}'`, '> or <');
      return direction === '>';
    }),
    flow: needed('flow'),
    seq: numbers('seq'),
    length: needed('len'),
    ack: numbers('ack'),
    window: numbers('win_bytes'),
    sack: rows.map((row) => field(row, 'sack')),
  };
}

/** A capture as the package keeps it: columns of differences, made by `scripts/pack-cells.mjs`. */
export interface PackedCapture {
  readonly scenario: Readonly<Record<string, unknown>>;
  readonly capturedSeconds: number;
  readonly columns: {
    readonly t_ns: readonly number[];
    readonly dir: string;
    readonly flow: readonly number[];
    readonly seq: readonly (number | '')[];
    readonly len: readonly (number | '')[];
    readonly ack: readonly (number | '')[];
    readonly win_bytes: readonly (number | '')[];
    readonly sack: readonly string[] | null;
  };
}

export function unpackCapture({ columns }: PackedCapture): CaptureColumns {
  const sums = (differences: readonly (number | '')[]) => {
    let sum = 0;
    return differences.map((difference) => {
      if (difference === '') return null;
      sum += difference;
      return sum;
    });
  };
  return {
    time: sums(columns.t_ns) as number[],
    outgoing: [...columns.dir].map((direction) => direction === '>'),
    flow: columns.flow,
    seq: sums(columns.seq),
    length: sums(columns.len) as number[],
    ack: sums(columns.ack),
    window: sums(columns.win_bytes),
    sack: columns.sack ?? [],
  };
}
