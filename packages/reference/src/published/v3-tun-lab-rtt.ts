import type { PublishedTable } from './published-table.js';

export const v3TunLabRtt: PublishedTable = {
  name: 'v3_tun_lab_rtt',
  title: 'TUN in the lab: two VPNs over the RTT',
  source: 'https://lore.kernel.org/netdev/20250825211832.84901-1-simon.schippers@tu-dortmund.de/',
  note: 'Lab of the VTC paper; TCP throughput of the VPNs. The TUN queue is presumably the default of 500 packets, and the length of a run is not stated.',
  key: ['rtt_ms'],
  columns: [
    { name: 'rtt_ms', unit: 'ms' },
    { name: 'wireguard_go_mbps', unit: 'Mbit/s' },
    { name: 'wireguard_go_patched_mbps', unit: 'Mbit/s' },
    { name: 'openvpn_mbps', unit: 'Mbit/s' },
    { name: 'openvpn_patched_mbps', unit: 'Mbit/s' },
  ],
  rows: [
    [10, 787.3, 679.0, 402.4, 416.9],
    [20, 765.1, 718.8, 401.6, 393.18],
    [40, 441.5, 529.4, 96.9, 411.8],
    [80, 218.7, 265.7, 57.9, 262.7],
    [120, 145.4, 181.7, 52.8, 178.0],
  ],
};
