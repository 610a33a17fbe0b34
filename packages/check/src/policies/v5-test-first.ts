import type { Protocol } from '../protocol.js';
import { locked } from './parts.js';
import { v5 } from './v5.js';

const read = [
  'note-stopped',
  'peek',
  { if: 'got', do: ['discard', { if: 'freed', do: [{ if: 'was-stopped', do: ['wake'] }] }] },
] as const;

/** v5 with `netif_tx_queue_stopped` asked before `__ptr_ring_peek`: what v5 does on a CPU that swaps the two reads. */
export const v5TestFirst: Protocol = {
  ...v5,
  name: 'v5-test-first',
  title: 'v5 with "stopped?" read before the entry is looked at',
  source: 'the reading of v5 in the review of the series: "stopped? no; producer stops; discard"',
  reader: {
    blocking: [
      ...locked('consumer', ...read),
      {
        unless: 'got',
        do: [
          { loop: ['prepare-sleep', ...locked('consumer', ...read), { if: 'got', do: ['break'] }, 'sleep'] },
          'finish-sleep',
        ],
      },
      'hand-on',
    ],
    polling: [...locked('consumer', ...read), 'hand-on'],
  },
};
