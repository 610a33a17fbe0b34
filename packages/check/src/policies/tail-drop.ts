import type { Protocol } from '../protocol.js';
import { locked, readers, reattach, resize } from './parts.js';

/** `tun_net_xmit` until 7.1, and in 7.3 without IFF_BACKPRESSURE: the queue is never stopped. */
export const tailDrop: Protocol = {
  name: 'tail-drop',
  title: 'Tail drop: no stop, so no wake-up to lose',
  source: 'drivers/net/tun.c tun_net_xmit, tun_ring_recv (6.12)',
  rules: { stop: 'never', wake: 'any', onFull: 'drop' },
  backpressure: false,
  producer: ['send', 'lookup', ...locked('producer', 'produce'), { if: 'produced', do: ['notify'], else: ['drop'] }],
  reader: readers({ vhost: true }),
  resize: resize(),
  reattach: reattach('wake'),
};
