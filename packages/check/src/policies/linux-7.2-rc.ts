import type { Protocol } from '../protocol.js';
import { v12 } from './v12.js';

/** Linux 7.2-rc1 to rc5: v12 for every device with a qdisc. */
export const linux72rc: Protocol = {
  ...v12,
  name: 'linux-7.2-rc',
  title: 'Linux 7.2-rc1 to rc5: v12',
  source: '1d6e569b7d0c drivers/net/tun.c tun_net_xmit, __tun_wake_queue, tun_queue_resize',
};
