import type { Protocol } from '../protocol.js';
import { locked } from './parts.js';

/**
 * veth after the repair: `veth_xmit` always kicks the consumer after a stop (`__veth_xdp_flush`), and `veth_poll` asks for a stop at
 * its very end, after it was unmasked and looked for entries.
 */
export const vethFixed: Protocol = {
  name: 'veth-fixed',
  title: 'veth repaired: the consumer is kicked and asks last',
  source: '5442a9da6978 drivers/net/veth.c veth_xmit, veth_poll; order of veth_poll as in 7.3.4',
  notes: 'The reader is NAPI: it runs on events (epoll) only, and takes no consumer lock.',
  producer: [
    'send',
    ...locked('producer', 'produce'),
    { if: 'produced', do: ['notify'], else: ['stop', 'notify', 'busy'] },
  ],
  reader: {
    epoll: [
      { loop: ['peek', { unless: 'got', do: ['break'] }, 'discard', { if: 'batch-done', do: ['break'] }] },
      {
        unless: 'batch-done',
        do: ['prepare-sleep', { unless: 'empty', do: ['finish-sleep'] }],
      },
      'read-barrier',
      { if: 'stopped', do: ['wake'] },
      'hand-on',
      'sleep',
    ],
  },
};
