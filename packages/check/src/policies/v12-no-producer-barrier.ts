import type { Protocol } from '../protocol.js';
import { merged } from './parts.js';
import { variant } from './variant.js';

/** `tun_net_xmit` of v12 without smp_mb__after_atomic between the stop and the second look. */
export const v12NoProducerBarrier: Protocol = variant(
  'v12-no-producer-barrier',
  'v12 without the barrier of the producer',
  merged({ barrier: false }),
);
