import type { PublishedTable } from './published-table.js';

export const v3VhostQlen: PublishedTable = {
  name: 'v3_vhost_qlen',
  title: 'TAP with vhost-net over the queue length',
  source: 'https://lore.kernel.org/netdev/20250825211832.84901-1-simon.schippers@tu-dortmund.de/',
  note: 'From the host to a Debian guest on virtio-net with vhost, 300 s a run; a ring slot holds a TSO packet.',
  key: ['queue_packets'],
  columns: [
    { name: 'queue_packets', unit: 'packets' },
    { name: 'default_mbps', unit: 'Mbit/s' },
    { name: 'patched_mbps', unit: 'Mbit/s' },
  ],
  rows: [
    [1000, 23403.9, 23858.8],
    [100, 23372.5, 23889.9],
    [10, 25837.5, 23730.2],
    [1, 0.7, 19244.8],
  ],
  corrections: [
    {
      row: '100',
      column: 'patched_mbps',
      value: 23880.9,
      why: 'the raw file of that run has 23880.9: the mail has a transposed digit',
    },
  ],
};
