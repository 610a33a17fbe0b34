import type { PublishedTable } from './published-table.js';

export const v3TapDelay: PublishedTable = {
  name: 'v3_tap_delay',
  title: 'TAP under QEMU e1000 with delay',
  source: 'https://lore.kernel.org/netdev/20250825211832.84901-1-simon.schippers@tu-dortmund.de/',
  note: 'Queue of 1000 packets, 300 s a run. The patched runs had a TCP RTT of 72.2 and 100.4 ms (raw files), not the 61 and 121 ms of the default runs; the cover letter of v4 gives 198 Mbit/s at 120 ms.',
  key: ['nominal_rtt_ms'],
  columns: [
    { name: 'nominal_rtt_ms', unit: 'ms' },
    { name: 'default_mbps', unit: 'Mbit/s' },
    { name: 'patched_mbps', unit: 'Mbit/s' },
  ],
  rows: [
    [60, 171.8, 341.2],
    [120, 98.3, 255.0],
  ],
};
