import type { PublishedTable } from './published-table.js';

export const v6Pktgen: PublishedTable = {
  name: 'v6_pktgen',
  title: 'pktgen with v6',
  source: 'https://lore.kernel.org/netdev/20251120152914.1127975-1-simon.schippers@tu-dortmund.de/',
  note: 'pktgen to a Debian guest, i5-6300HQ, 20 M packets, Linux 6.18-rc5.',
  key: ['setup'],
  columns: [
    { name: 'setup', unit: null },
    { name: 'stock_tx_kpps', unit: 'kpps' },
    { name: 'stock_lost_kpps', unit: 'kpps' },
    { name: 'patched_tx_kpps', unit: 'kpps' },
    { name: 'patched_lost_kpps', unit: 'kpps' },
  ],
  rows: [
    ['TAP', 195, 1615, 183, 0],
    ['TAP+vhost_net', 589, 1164, 588, 0],
  ],
};
