import type { Protocol } from '../protocol.js';
import { readers, tunWakeQueue } from './parts.js';
import { v7 } from './v7.js';

/** v8: `tun_net_xmit` of v7; the consumer wakes if stopped and half of the ring was consumed since, or it is empty. No barrier there. */
export const v8: Protocol = {
  ...v7,
  name: 'v8',
  title: 'v8: wakes after half of the ring',
  source: 'lkml.iu.edu/2603.1/09161.html tun_net_xmit, __tun_wake_queue',
  rules: { stop: 'filled', wake: 'half', onFull: 'busy' },
  reader: readers({ vhost: true, locked: tunWakeQueue({ barrier: false }) }),
};
