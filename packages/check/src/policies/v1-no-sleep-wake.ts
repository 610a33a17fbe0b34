import type { Protocol } from '../protocol.js';
import { ifLocked, readers } from './parts.js';
import { v1 } from './v1.js';

/** v1 before the mail's own repair: `tun_ring_recv` wakes only after a consume that left the ring empty. */
export const v1NoSleepWake: Protocol = {
  ...v1,
  name: 'v1-no-sleep-wake',
  title: 'v1 without the wake of the sleep loop: why v1 to v4 have it',
  source: '20250808153721.261334-1-simon.schippers@tu-dortmund.de, the race that its text describes',
  reader: readers({ vhost: false, after: ifLocked('consumer', 'empty', ['wake']) }),
};
