import type { PublishedTable } from './published-table.js';

export const v5Pktgen: PublishedTable = {
  name: 'v5_pktgen',
  title: 'pktgen with v5',
  source: 'https://lore.kernel.org/netdev/20250922221553.47802-1-simon.schippers@tu-dortmund.de/',
  note: 'The printed figures are ten times too high, as the cover letter of v6 says; the corrected ones are the printed ones over ten. i5-6300HQ, 20 M packets.',
  key: ['setup'],
  columns: [
    { name: 'setup', unit: null },
    { name: 'stock_mpps_as_printed', unit: 'Mpps' },
    { name: 'patched_mpps_as_printed', unit: 'Mpps' },
    { name: 'stock_kpps_corrected', unit: 'kpps' },
    { name: 'patched_kpps_corrected', unit: 'kpps' },
  ],
  rows: [
    ['TAP', 2.1, 1.99, 210, 199],
    ['TAP+vhost_net', 6.05, 6.14, 605, 614],
  ],
};
