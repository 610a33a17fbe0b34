import type { Protocol } from '../protocol.js';
import { forceWake, merged, reattach, resize } from './parts.js';

/** Linux 7.3 with IFF_BACKPRESSURE: the steps of v12; attach, TUNSETIFF and resize call `tun_force_wake_queue` under both ring locks. */
export const linux73: Protocol = {
  name: 'linux-7.3',
  title: 'Linux 7.3 with IFF_BACKPRESSURE set',
  source: 'd00c7369ef24 drivers/net/tun.c tun_net_xmit, __tun_wake_queue, tun_force_wake_queue',
  rules: { stop: 'filled', wake: 'half', onFull: 'drop' },
  ...merged(),
  resize: resize(...forceWake),
  reattach: reattach(...forceWake),
};
