import { scenarioDefaults } from './defaults.js';
import { buffer, duration, hour, microsecond, millisecond, nanosecond, second } from './key-values.js';
import { choice, flag, quantity } from './leaf.js';
import { z } from './zod.js';

const { receiver } = scenarioDefaults;

const perByte = (description: string) => quantity('time', { description, min: 0, max: microsecond, fraction: true });

const pauses = z.strictObject({
  interval: duration('From the end of one pause to the next.', millisecond, hour),
  length: duration('Another thread has the CPU for this long.', nanosecond, 100 * second),
});

/** The process that reads, as a CPU of its own. */
const reading = z.strictObject({
  perByte: perByte('What a received byte costs the receiver’s CPU, fractions allowed; 0: all is read at once.'),
  coldPerByte: perByte('The same while more than cache is unread. Default: perByte.').optional(),
  cache: quantity('size', {
    description: 'Unread data that the cache holds, of all connections together. Default: any number of bytes.',
    min: 4096,
    max: 1_073_741_824,
  }).optional(),
  perPacket: duration('What a received packet or TSO slot costs that CPU besides. Default: 0.', 0, second).optional(),
  pauses: pauses.optional().describe('The process does not get its CPU. Default: it always does.'),
});

/** The receiving host. */
export const receiverKeys = z.strictObject({
  rmem: buffer('tcp_rmem[2], the most a receive buffer grows to.').prefault(receiver.rmem.value),
  delayedAck: flag('An acknowledgement for every second full segment; false: for every segment.').prefault(
    receiver.delayedAck.value,
  ),
  truesize: quantity('size', {
    description: 'Memory of one received MTU-size packet. Default: as a plain TUN write allocates it.',
    min: 68,
    max: 1_048_576,
  }).optional(),
  slotTruesize: quantity('size', {
    description: 'Memory of a received TSO slot, per segment, at a network card; 0: as a TUN write allocates it.',
    min: 0,
    max: 1_048_576,
  }).prefault(receiver.slotTruesize.value),
  tuning: choice(['linux-7.3', 'linux-6.12'], {
    description: 'Whose rules the growth of the receive buffer follows.',
  }).prefault(receiver.tuning.value),
  reading: reading.optional().describe('Time that reading takes. Default: all is read at once.'),
});
