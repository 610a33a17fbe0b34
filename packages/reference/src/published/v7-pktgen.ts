import type { PublishedTable } from './published-table.js';

export const v7Pktgen: PublishedTable = {
  name: 'v7_pktgen',
  title: 'pktgen with v7',
  source: 'https://lore.kernel.org/netdev/20260107210448.37851-1-simon.schippers@tu-dortmund.de/',
  note: 'pktgen_sample01_simple.sh with one thread, pktgen_sample02_multiqueue.sh with four, 10 M packets, i5-6300HQ. Values of four threads are per thread, as the author said on 2026-01-28.',
  key: ['setup', 'pktgen_threads'],
  columns: [
    { name: 'setup', unit: null },
    { name: 'pktgen_threads', unit: 'threads' },
    { name: 'stock_tx_kpps', unit: 'kpps' },
    { name: 'stock_lost_kpps', unit: 'kpps' },
    { name: 'noqueue_tx_kpps', unit: 'kpps' },
    { name: 'noqueue_lost_kpps', unit: 'kpps' },
    { name: 'fq_codel_tx_kpps', unit: 'kpps' },
    { name: 'fq_codel_lost_kpps', unit: 'kpps' },
  ],
  rows: [
    ['TAP', 1, 196, 1618, 195, 1556, 185, 0],
    ['TAP+vhost-net', 1, 577, 1170, 582, 1109, 578, 0],
    ['TAP', 4, 26, 1535, 26, 1551, 23, 0],
    ['TAP+vhost-net', 4, 64, 1550, 63, 1506, 66, 0],
  ],
};
