import { describeValue } from './describe.js';
import { nearest } from './nearest.js';

/**
 * What a quantity measures, and its base unit: `time` ns, `rate` bit/s, `size` bytes, `packets` packets, `share` a fraction of 1.
 */
export type Dimension = 'time' | 'rate' | 'size' | 'packets' | 'share';

/** Units that tc(8) has, by their lower-case names, in base units. A name is listed once under `usual`, where messages and output use it. */
interface Units {
  readonly base: string;
  readonly usual: Readonly<Record<string, number>>;
  readonly other: Readonly<Record<string, number>>;
}

const ki = 1024;

/**
 * Units by dimension, with the meanings of tc(8) (iproute2 lib/utils.c get_rate64, get_size64, tc_util.c get_time64): `bps` is bytes per second,
 * rates count in thousands unless they say `ki`, sizes always count in 1024. Unlike tc, a plain number is in base units everywhere.
 */
const units: Readonly<Record<Dimension, Units>> = {
  time: {
    base: 'ns',
    usual: { ns: 1, us: 1e3, ms: 1e6, s: 1e9 },
    other: { nsec: 1, nsecs: 1, usec: 1e3, usecs: 1e3, µs: 1e3, μs: 1e3, msec: 1e6, msecs: 1e6, sec: 1e9, secs: 1e9 },
  },
  rate: {
    base: 'bit/s',
    usual: { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9, tbit: 1e12 },
    other: {
      ...{ kibit: ki, mibit: ki ** 2, gibit: ki ** 3, tibit: ki ** 4 },
      ...{ bps: 8, kbps: 8e3, mbps: 8e6, gbps: 8e9, tbps: 8e12 },
      ...{ kibps: 8 * ki, mibps: 8 * ki ** 2, gibps: 8 * ki ** 3, tibps: 8 * ki ** 4 },
    },
  },
  size: {
    base: 'bytes',
    usual: { b: 1, k: ki, m: ki ** 2, g: ki ** 3 },
    other: {
      ...{ kb: ki, mb: ki ** 2, gb: ki ** 3, kib: ki, mib: ki ** 2, gib: ki ** 3 },
      ...{ kbit: ki / 8, mbit: ki ** 2 / 8, gbit: ki ** 3 / 8 },
    },
  },
  packets: { base: 'packets', usual: { p: 1 }, other: { packet: 1, packets: 1 } },
  share: { base: 'a fraction of 1', usual: { '%': 0.01 }, other: {} },
};

/** A longer text is no quantity; the bound keeps the pattern match short. */
const longestQuantity = 100;

/** A value, or why there is none. */
export type Outcome<T> = { readonly value: T } | { readonly problem: string; readonly allowed: string };

/** What a quantity of the dimension may look like, e.g. `units ns, us, ms, s; a plain number is ns`. */
export function describeUnits(dimension: Dimension): string {
  const { base, usual } = units[dimension];
  return `units ${Object.keys(usual).join(', ')}; a plain number is ${base}`;
}

/** Reads a quantity; the sign and the size of the number are free. Rounding is the caller's. */
export function readQuantity(given: unknown, dimension: Dimension): Outcome<number> {
  const fail = (hint = '') => ({
    problem: `${describeValue(given)} is not ${noun[dimension]}${hint}`,
    allowed: describeUnits(dimension),
  });
  if (typeof given !== 'number' && typeof given !== 'string') return fail();
  const text = String(given);
  if (text.length > longestQuantity) return fail();
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([^\s\d].*?)?\s*$/iu.exec(text);
  if (!match) return fail();
  const unit = match[2]?.toLowerCase();
  const factor = unit === undefined ? 1 : unitFactor(unit, dimension);
  if (factor === undefined) {
    const meant = nearest(unit!, Object.keys({ ...units[dimension].usual, ...units[dimension].other }));
    return fail(meant === null ? '' : ` (did you mean ${meant}?)`);
  }
  const value = Number(match[1]) * factor;
  return Number.isFinite(value)
    ? { value }
    : { problem: `${describeValue(given)} is too large`, allowed: describeUnits(dimension) };
}

const noun: Readonly<Record<Dimension, string>> = {
  time: 'a time',
  rate: 'a rate',
  size: 'a size',
  packets: 'a number of packets',
  share: 'a share',
};

function unitFactor(unit: string, dimension: Dimension): number | undefined {
  const { usual, other } = units[dimension];
  if (Object.hasOwn(usual, unit)) return usual[unit];
  return Object.hasOwn(other, unit) ? other[unit] : undefined;
}

/**
 * A quantity with a tc(8) unit, in base units: `parseQuantity('120ms', 'time')` is 120000000. Upper and lower case are equal, as in tc; a string
 * without a unit, or a number, is in base units.
 *
 * @throws RangeError that says what was given and which units there are.
 */
export function parseQuantity(given: string | number, dimension: Dimension): number {
  const outcome = readQuantity(given, dimension);
  if ('problem' in outcome) throw new RangeError(`${outcome.problem}; allowed: ${outcome.allowed}`);
  return outcome.value;
}

/**
 * A value in base units with the largest usual unit that takes at most three decimals: `formatQuantity(30_029, 'time')` is `30.029us`.
 * {@link parseQuantity} gives the same value back.
 */
export function formatQuantity(value: number, dimension: Dimension): string {
  if (dimension === 'share' || value === 0 || !Number.isFinite(value)) return String(value);
  if (dimension === 'packets') return `${value}p`;
  for (const [unit, factor] of Object.entries(units[dimension].usual).reverse()) {
    const scaled = value / factor;
    if (Math.abs(scaled) < 1) continue;
    const text = String(Number(scaled.toFixed(3)));
    if (!text.includes('e') && Number(text) * factor === value) return text + unit;
  }
  return value + Object.keys(units[dimension].usual)[0]!;
}
