import type { PublishedTable } from './published-table.js';

export const v3TunRealworldQlen: PublishedTable = {
  name: 'v3_tun_realworld_qlen',
  title: 'TUN from Germany to the USA: two VPNs over the queue length',
  source: 'https://lore.kernel.org/netdev/20250825211832.84901-1-simon.schippers@tu-dortmund.de/',
  note: 'Path of about 120 ms. No row exceeds 186 Mbit/s; the length of a run is not stated.',
  key: ['tun_queue_packets'],
  columns: [
    { name: 'tun_queue_packets', unit: 'packets' },
    { name: 'wireguard_go_mbps', unit: 'Mbit/s' },
    { name: 'wireguard_go_patched_mbps', unit: 'Mbit/s' },
    { name: 'openvpn_mbps', unit: 'Mbit/s' },
    { name: 'openvpn_patched_mbps', unit: 'Mbit/s' },
  ],
  rows: [
    [5000, 185.8, 185.6, 184.7, 184.8],
    [1000, 185.1, 184.9, 177.1, 183.0],
    [500, 137.5, 184.9, 117.4, 184.6],
    [100, 99.8, 185.3, 66.4, 183.5],
    [50, 59.4, 185.7, 21.6, 184.7],
    [10, 1.7, 185.4, 1.6, 183.6],
  ],
};
