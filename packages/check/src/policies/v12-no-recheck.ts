import type { Protocol } from '../protocol.js';
import { merged } from './parts.js';
import { variant } from './variant.js';

/** `tun_net_xmit` of v12 without the second look at the slot after the stop. */
export const v12NoRecheck: Protocol = variant(
  'v12-no-recheck',
  'v12 without the second look',
  merged({ recheck: false }),
);
