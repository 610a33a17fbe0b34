import type { PublishedTable } from './published-table.js';

export const v7PinnedPktgen: PublishedTable = {
  name: 'v7_pinned_pktgen',
  title: 'pktgen with v7, vhost pinned to one core',
  source:
    'thread of https://lore.kernel.org/netdev/20260107210448.37851-1-simon.schippers@tu-dortmund.de/ (patch 3 of 9, Simon Schippers, 2026-01-23)',
  note: 'Per thread, 100 M packets. The totals of the mail (326, 4616) are slips: 79·4 = 316, 1527·4 = 6108.',
  key: ['setup', 'pktgen_threads'],
  columns: [
    { name: 'setup', unit: null },
    { name: 'pktgen_threads', unit: 'threads' },
    { name: 'stock_tx_kpps', unit: 'kpps' },
    { name: 'stock_lost_kpps', unit: 'kpps' },
    { name: 'fq_codel_tx_kpps', unit: 'kpps' },
    { name: 'fq_codel_lost_kpps', unit: 'kpps' },
  ],
  rows: [
    ['TAP+vhost-net, vhost pinned to core 0', 1, 452, 1154, 454, 0],
    ['TAP+vhost-net, vhost pinned to core 0', 4, 71, 1527, 79, 0],
  ],
};
