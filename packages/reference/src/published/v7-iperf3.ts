import type { PublishedTable } from './published-table.js';

export const v7Iperf3: PublishedTable = {
  name: 'v7_iperf3',
  title: 'iperf3 with v7',
  source: 'https://lore.kernel.org/netdev/20260107210448.37851-1-simon.schippers@tu-dortmund.de/',
  note: 'TCP to a Debian guest, i5-6300HQ, 120 s a run.',
  key: ['setup'],
  columns: [
    { name: 'setup', unit: null },
    { name: 'stock_gbps', unit: 'Gbit/s' },
    { name: 'noqueue_gbps', unit: 'Gbit/s' },
    { name: 'fq_codel_gbps', unit: 'Gbit/s' },
  ],
  rows: [
    ['TAP', 1.71, 1.71, 1.71],
    ['TAP+vhost-net', 22.1, 22.0, 22.0],
  ],
};
