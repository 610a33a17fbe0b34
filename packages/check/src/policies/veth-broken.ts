import type { Protocol } from '../protocol.js';
import { locked } from './parts.js';

/**
 * The sister driver in 6.16: `veth_xmit` stops when the put failed and asks `__ptr_ring_empty`, which only the consumer may;
 * `veth_xdp_rcv` wakes the peer after its packets; `veth_poll` ends (`napi_complete_done`), unmasks and looks for entries once more.
 */
export const vethBroken: Protocol = {
  name: 'veth-broken',
  title: 'veth in 6.16: the producer asks whether the ring is empty',
  source: 'dc82a33297fc drivers/net/veth.c veth_xmit, veth_xdp_rcv, veth_poll',
  notes: 'The reader is NAPI: it runs on events (epoll) only, and takes no consumer lock.',
  sharedHead: true,
  producer: [
    'send',
    ...locked('producer', 'produce'),
    {
      if: 'produced',
      do: ['notify'],
      else: ['stop', 'full-barrier', { if: 'producer-empty', do: ['wake'] }, 'busy'],
    },
  ],
  reader: {
    epoll: [
      { loop: ['peek', { unless: 'got', do: ['break'] }, 'discard', { if: 'batch-done', do: ['break'] }] },
      { if: 'stopped', do: ['wake'] },
      { if: 'batch-done', do: ['restart'] },
      'hand-on',
      'prepare-sleep',
      { if: 'empty', do: ['sleep'], else: ['finish-sleep'] },
    ],
  },
};
