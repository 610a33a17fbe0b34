import type { Protocol } from '../protocol.js';
import { merged } from './parts.js';
import { variant } from './variant.js';

/** `__tun_wake_queue` of v12 without smp_mb between freeing the slots and the test for a stop. */
export const v12NoConsumerBarrier: Protocol = variant(
  'v12-no-consumer-barrier',
  'v12 without the barrier of the consumer',
  merged({}, { barrier: false }),
);
