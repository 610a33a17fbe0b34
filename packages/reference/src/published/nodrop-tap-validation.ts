import type { PublishedTable } from './published-table.js';

export const nodropTapValidation: PublishedTable = {
  name: 'nodrop_tap_validation',
  title: 'One read a packet from a TAP device',
  source: 'https://github.com/tudo-cni/nodrop validation_tools/TAP/tap_benchmark_{stock,patch}_receive.txt',
  note: 'Reader: select() and read() in a loop, one packet a read; sender: raw AF_PACKET at full speed.',
  key: ['kernel'],
  columns: [
    { name: 'kernel', unit: null },
    { name: 'run_s', unit: 's' },
    { name: 'packet_bytes', unit: 'bytes' },
    { name: 'packets_received', unit: 'packets' },
    { name: 'packets_lost', unit: 'packets' },
    { name: 'bytes_per_s', unit: 'bytes/s' },
    { name: 'pps', unit: 'packets/s' },
    { name: 'us_per_packet', unit: 'µs' },
    { name: 'loss_fraction', unit: '1' },
  ],
  rows: [
    ['stock', 300, 1450, 129465359, 40725, 625749234.543003, 431551, 2.3172, 0.000314463990741933],
    ['patched', 300, 1450, 126873119, 0, 613220072.507336, 422910, 2.3646, 0],
  ],
};
