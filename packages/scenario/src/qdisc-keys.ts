import { isSimulatedQdisc, type QdiscName, qdiscNames } from '@tunq/device';
import { scenarioDefaults as defaults } from './defaults.js';
import { describeValue } from './describe.js';
import { choice, flag, type LeafFault, leaf, quantity, wholeNumber } from './leaf.js';
import { describeUnits, readQuantity } from './quantity.js';
import { z } from './zod.js';

/** What a scenario may say of a qdisc. Which keys belong to which kind is in `resolve-qdisc.ts`. */

const second = 1_000_000_000;
const hour = 3600 * second;
/** tc(8) keeps sizes in 32 bits, and the kernel in an `int`. */
const maxBytes = 2_147_483_647;
export const maxPackets = 1_000_000;

/** Priorities that a socket may have without a capability, and more (`TC_PRIO_MAX`). */
export const maxPriority = 15;
/** `TCQ_PRIO_BANDS`. */
const maxBands = 16;

/** A length in packets or, for `tbf`, in bytes. A plain number may be either. */
export interface QueueLimit {
  readonly given: string | number;
  readonly packets: number | null;
  readonly bytes: number | null;
}

function readLimit(given: unknown): { value: QueueLimit } | LeafFault {
  const packets = readQuantity(given, 'packets');
  const bytes = readQuantity(given, 'size');
  const value = (outcome: typeof packets) => ('value' in outcome ? outcome.value : null);
  if ('problem' in packets && 'problem' in bytes) {
    const missing = given === null ? 'has no value' : packets.problem;
    return { problem: missing, allowed: `0 to ${maxPackets} packets; tbf: bytes (${describeUnits('size')})` };
  }
  return { value: { given: given as string | number, packets: value(packets), bytes: value(bytes) } };
}

const limit = leaf<string | number, QueueLimit>(readLimit, {
  description: `Length in packets, of tbf in bytes. Default: pfifo the device’s queueLength, fq_codel 10240, fq 10000 a band, netem 1000. 0 to ${maxPackets} packets.`,
  anyOf: [{ type: 'number', minimum: 0, maximum: maxBytes }, { type: 'string' }],
});

function readPriomap(given: unknown): { value: number[] } | LeafFault {
  const allowed = `a list of ${maxPriority + 1} bands, each below qdisc.bands`;
  if (!Array.isArray(given)) return { problem: `${describeValue(given)} is not a list`, allowed };
  const wrong = given.find((band) => !Number.isInteger(band) || band < 0 || band >= maxBands);
  if (wrong !== undefined) return { problem: `${describeValue(wrong)} is not a band`, allowed };
  if (given.length !== maxPriority + 1) return { problem: `has ${given.length} entries`, allowed };
  return { value: given };
}

const priomap = leaf<number[], number[]>(readPriomap, {
  description: 'prio: the band of each priority. Default: 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1. 16 bands.',
  type: 'array',
  items: { type: 'integer', minimum: 0, maximum: maxBands - 1 },
  minItems: maxPriority + 1,
  maxItems: maxPriority + 1,
});

const time = (description: string, min: number, max: number) => quantity('time', { description, min, max }).optional();

export const qdiscKeys = z.strictObject({
  kind: choice(qdiscNames.filter(isSimulatedQdisc), {
    description: 'Queueing discipline above the device.',
    later: qdiscNames.filter((name: QdiscName) => !isSimulatedQdisc(name)),
  }).prefault(defaults.qdisc.kind.value),
  mq: flag(
    'One such qdisc for each queue of the device, under mq; false: one for all queues. Default: true where device.queues > 1 and the kind may be under mq (not fq, netem, noqueue).',
  ).optional(),
  limit: limit.optional(),
  flows: wholeNumber({ description: 'fq_codel: buckets. Default: 1024.', min: 1, max: 65_536 }).optional(),
  flowLimit: quantity('packets', {
    description: 'fq: packets of one flow. Default: 100.',
    min: 0,
    max: maxPackets,
  }).optional(),
  quantum: quantity('size', {
    description:
      'fq_codel, fq: bytes of a flow’s turn. Default: the MTU with its link header (256 at least), of fq twice that.',
    min: 256,
    max: 1_048_576,
  }).optional(),
  initialQuantum: quantity('size', {
    description: 'fq: bytes of a flow’s first turn. Default: ten times the MTU with its link header.',
    min: 256,
    max: 1_048_576,
  }).optional(),
  horizon: time('fq: a packet that is to leave later than that ahead is dropped. Default: 10s.', 1_000, hour),
  maxrate: quantity('rate', {
    description: 'fq: a flow sends no faster, IP packets with the link header of a TAP. Default: no such limit.',
    min: 1_000,
    max: 1e12,
    fraction: true,
  }).optional(),
  target: time('fq_codel: time that packets may wait. Default: 5ms.', 1_000, 100 * second),
  interval: time(
    'fq_codel: packets may wait longer than the target for this long. Default: 100ms.',
    1_000,
    100 * second,
  ),
  rate: quantity('rate', {
    description: 'tbf: bits of IP packets, with the link header of a TAP. Required there.',
    min: 1_000,
    max: 1e12,
    fraction: true,
  }).optional(),
  burst: quantity('size', { description: 'tbf: the bucket. Required there.', min: 1, max: maxBytes }).optional(),
  latency: time('tbf: the limit as a time at the rate, beyond the bucket.', 1, hour),
  bands: wholeNumber({ description: 'prio: bands in strict order. Default: 3.', min: 2, max: maxBands }).optional(),
  priomap: priomap.optional(),
  delay: time('netem: before the device. Default: 0.', 0, hour),
  jitter: time('netem: the delay is uniform in delay ± jitter; order is not kept. Default: 0.', 0, hour),
  loss: quantity('share', { description: 'netem: loss before the device. Default: 0.', min: 0, max: 1 }).optional(),
});

/** The keys of a qdisc as a document gives them. */
export type ParsedQdisc = z.output<typeof qdiscKeys>;
