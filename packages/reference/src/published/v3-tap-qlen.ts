import type { PublishedTable } from './published-table.js';

export const v3TapQlen: PublishedTable = {
  name: 'v3_tap_qlen',
  title: 'TAP under QEMU e1000 over the queue length',
  source: 'https://lore.kernel.org/netdev/20250825211832.84901-1-simon.schippers@tu-dortmund.de/',
  note: 'From the host to a Debian guest on QEMU e1000 without vhost, 300 s a run, rate at the receiver. The details of every run are in nodrop_qemu_iperf3.',
  key: ['queue_packets'],
  columns: [
    { name: 'queue_packets', unit: 'packets' },
    { name: 'default_mbps', unit: 'Mbit/s' },
    { name: 'patched_mbps', unit: 'Mbit/s' },
  ],
  rows: [
    [1000, 2194.3, 2185.0],
    [100, 1986.4, 2268.5],
    [10, 625.0, 1988.9],
    [1, 2.2, 1112.7],
  ],
};
