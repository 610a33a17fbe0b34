import type { PublishedTable } from './published-table.js';

export const v4Summary: PublishedTable = {
  name: 'v4_summary',
  title: 'Summary in the cover letter of v4',
  source: 'https://lore.kernel.org/netdev/20250902080957.47265-1-simon.schippers@tu-dortmund.de/',
  note: 'Rounded; also in tudo-cni/nodrop, patch_series/0000-cover-letter.patch.',
  key: ['case'],
  columns: [
    { name: 'case', unit: null },
    { name: 'default_mbps', unit: 'Mbit/s' },
    { name: 'patched_mbps', unit: 'Mbit/s' },
  ],
  rows: [
    ['TUN real-world 120ms OpenVPN', 117, 185],
    ['TAP local qemu VM', 2200, 2200],
    ['TAP emulated 120ms RTT', 98, 198],
    ['TAP+vhost local', 23400, 23900],
    ['TAP+vhost emulated 120ms', 200, 200],
  ],
};
