import type { PublishedTable } from './published-table.js';

export const librecastIperf3Threads: PublishedTable = {
  name: 'librecast_iperf3_threads',
  title: 'Librecast: iperf3 threads on 7.2-rc',
  source:
    'https://lore.kernel.org/netdev/ak1cIAwQzKS35x0m@karahi.librecast.net/ (Brett Sheffield, 2026-07-07) and the reply of Simon Schippers, 2026-07-08',
  note: 'TAP, Ryzen 9 9950X (named in the thread). The receiver columns are an artefact below 8 threads (exactly 2.00 GB a stream): use sender_gbps. The batch of tx_ring is 16 entries on x86-64 (2·64/8); the mail says 128, which is the byte count.',
  key: ['kernel', 'threads'],
  columns: [
    { name: 'kernel', unit: null },
    { name: 'threads', unit: 'threads' },
    { name: 'sender_gbytes_10s', unit: 'GB in 10 s' },
    { name: 'sender_gbps', unit: 'Gbit/s' },
    { name: 'receiver_gbytes_10s', unit: 'GB in 10 s' },
    { name: 'receiver_gbps', unit: 'Gbit/s' },
    { name: 'retransmits', unit: 'segments' },
  ],
  rows: [
    ['7.2.0-rc1 with series reverted (tail drop)', 1, 15.3, 13.1, 2.0, 1.72, 368],
    ['7.2.0-rc1 with series reverted (tail drop)', 2, 15.9, 13.7, 4.0, 3.43, 1567],
    ['7.2.0-rc1 with series reverted (tail drop)', 4, 16.5, 14.1, 8.0, 6.87, 6701],
    ['7.2.0-rc1 with series reverted (tail drop)', 8, 16.2, 14.0, 15.7, 13.5, 19319],
    ['7.2.0-rc1 with series reverted (tail drop)', 16, 14.4, 12.4, 14.4, 12.4, 43593],
    ['7.2.0-rc2 (backpressure, wake at size/2)', 1, 20.4, 17.5, 2.0, 1.72, 0],
    ['7.2.0-rc2 (backpressure, wake at size/2)', 2, 12.7, 10.9, 4.0, 3.43, 0],
    ['7.2.0-rc2 (backpressure, wake at size/2)', 8, 11.5, 9.85, 11.4, 9.83, 0],
    ['7.2.0-rc2 (backpressure, wake at size/2)', 16, 11.6, 9.95, 11.5, 9.91, 0],
    ['7.2.0-rc2 wake when ring empty', 1, 19.6, 16.8, 2.0, 1.72, 0],
    ['7.2.0-rc2 wake when ring empty', 2, 11.1, 9.5, 4.0, 3.43, 0],
    ['7.2.0-rc2 wake when ring empty', 8, 10.8, 9.25, 10.7, 9.23, 0],
    ['7.2.0-rc2 wake when ring empty', 16, 10.9, 9.34, 10.8, 9.3, 0],
    ['7.2.0-rc2 wake after tx_ring.batch consumed', 1, 19.6, 16.9, 2.0, 1.72, 2],
    ['7.2.0-rc2 wake after tx_ring.batch consumed', 2, 13.9, 11.9, 4.0, 3.43, 0],
    ['7.2.0-rc2 wake after tx_ring.batch consumed', 8, 12.7, 10.9, 12.3, 10.6, 0],
    ['7.2.0-rc2 wake after tx_ring.batch consumed', 16, 12.5, 10.7, 12.4, 10.7, 0],
  ],
};
