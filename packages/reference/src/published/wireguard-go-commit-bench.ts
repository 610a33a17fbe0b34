import type { PublishedTable } from './published-table.js';

export const wireguardGoCommitBench: PublishedTable = {
  name: 'wireguard_go_commit_bench',
  title: 'Throughput in commit messages of wireguard-go',
  source: 'https://github.com/WireGuard/wireguard-go commit messages',
  note: '',
  key: ['commit'],
  columns: [
    { name: 'commit', unit: null },
    { name: 'date', unit: null },
    { name: 'what', unit: null },
    { name: 'host', unit: null },
    { name: 'before_gbps', unit: 'Gbit/s' },
    { name: 'after_gbps', unit: 'Gbit/s' },
    { name: 'retr_before', unit: 'segments' },
    { name: 'retr_after', unit: 'segments' },
  ],
  rows: [
    [
      'f26efb6',
      '2023-03-02',
      'SO_SNDBUF/RCVBUF = 7 MiB on UDP socket',
      '32-core Xeon Platinum 2.9 GHz, 125 us RTT',
      4.08,
      5.27,
      2742,
      0,
    ],
    ['6a84778', '2023-10-02', 'UDP GSO and GRO', 'i5-12400, 13 us RTT', 8.46, 10.6, 1139, 232],
    ['4201e08', '2023-10-02', 'crypto work as slices', 'i5-12400, 13 us RTT', 10.6, 11.3, 232, 182],
    [
      'd0bc03c',
      '2023-10-31',
      'UDP GSO/GRO on the TUN (secnetperf QUIC, kbit/s)',
      'i5-12400, 13 us RTT',
      2.922821,
      12.458214,
      61,
      64,
    ],
  ],
};
