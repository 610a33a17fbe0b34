import type { Protocol } from '../protocol.js';
import { ifLocked, locked, readers, reattach, resize, stopAfterPut } from './parts.js';

/** v2, `tun_net_xmit` and `tun_ring_recv`: as v1 without the test on entry; in the sleep loop it wakes if stopped. */
export const v2: Protocol = {
  name: 'v2',
  title: 'v2: a put that fails stops and drops',
  source: '20250811220430.14063-1-simon.schippers@tu-dortmund.de tun_net_xmit, tun_ring_recv',
  notes: 'TUN only: `epoll` is a program around epoll_wait(2), not vhost-net.',
  rules: { stop: 'filled', wake: 'empty', onFull: 'drop' },
  producer: ['send', 'lookup', ...locked('producer', 'produce'), stopAfterPut('stop')],
  reader: readers({
    vhost: false,
    after: ifLocked('consumer', 'empty', ['wake']),
    sleepLoop: [{ if: 'stopped', do: ['wake'] }],
  }),
  resize: resize(),
  reattach: reattach('wake'),
};
