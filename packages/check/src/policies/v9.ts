import type { Protocol } from '../protocol.js';
import { v8 } from './v8.js';

/** v9: the steps of v8. Its text lets the barrier of `tun_net_xmit` pair with the test-and-clear of `netif_wake_subqueue`. */
export const v9: Protocol = {
  ...v8,
  name: 'v9',
  title: 'v9: as v8, the barriers argued anew',
  source: 'lkml.iu.edu/2604.3/07249.html tun_net_xmit, __tun_wake_queue',
};
