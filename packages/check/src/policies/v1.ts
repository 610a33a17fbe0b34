import type { Protocol } from '../protocol.js';
import { ifLocked, locked, readers, reattach, resize, stopAfterPut } from './parts.js';

/**
 * v1, `tun_net_xmit` and `tun_ring_recv`: stops on entry if the ring is full (NETDEV_TX_BUSY, nobody is notified) and after a put
 * that filled it; wakes after a consume that left the ring empty, and when nothing could be read.
 */
export const v1: Protocol = {
  name: 'v1',
  title: 'v1: stops when full, wakes when empty and in the sleep loop',
  source: '20250808153721.261334-1-simon.schippers@tu-dortmund.de tun_net_xmit, tun_ring_recv',
  notes: 'TUN only: `epoll` is a program around epoll_wait(2), not vhost-net.',
  rules: { stop: 'filled', wake: 'empty', onFull: 'busy' },
  producer: [
    'send',
    'lookup',
    ...ifLocked('producer', 'full', ['stop', 'busy']),
    ...locked('producer', 'produce'),
    stopAfterPut('stop'),
  ],
  reader: readers({
    vhost: false,
    after: ifLocked('consumer', 'empty', ['wake']),
    again: [{ if: 'stopped', do: ['wake'] }],
    sleepLoop: [{ if: 'stopped', do: ['wake'] }],
  }),
  resize: resize(),
  reattach: reattach('wake'),
};
