import type { PublishedTable } from './published-table.js';

export const v3VhostDelay: PublishedTable = {
  name: 'v3_vhost_delay',
  title: 'TAP with vhost-net with delay',
  source: 'https://lore.kernel.org/netdev/20250825211832.84901-1-simon.schippers@tu-dortmund.de/',
  note: 'Queue of 1000 packets, 300 s a run. Limited by the receive window: rate times RTT is 3.03 MB in all four cells.',
  key: ['nominal_rtt_ms'],
  columns: [
    { name: 'nominal_rtt_ms', unit: 'ms' },
    { name: 'default_mbps', unit: 'Mbit/s' },
    { name: 'patched_mbps', unit: 'Mbit/s' },
  ],
  rows: [
    [60, 397.1, 397.8],
    [120, 200.7, 199.9],
  ],
};
