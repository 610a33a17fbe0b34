import type { Preset } from './preset.js';

const cell: Preset = {
  title: 'A cell of the real kernel',
  description:
    'One CUBIC connection, 500 slots, a reader of 30 us a packet (400 Mbit/s) and 40 ms: the set-up of the kernel cells, where CPU work takes no time.',
  source: 'Linux 7.3.4 as a discrete-event machine (User-Mode Linux, time-travel=inf-cpu)',
  fitted: [],
  document: {
    device: { kind: 'tun', queueLength: 500, mtu: 1500, flowControl: 'tail-drop' },
    reader: { perPacket: '30us' },
    path: { rtt: '40ms' },
  },
};

const small: Preset = {
  title: 'Ten slots, tail drop',
  description:
    'The effect at its plainest: 120 ms and a ring of ten slots. Every burst longer than the ring loses its tail, and TCP is not told why.',
  source: 'the bottom row of the TUN real-world table, with the reader of the kernel cells',
  fitted: [],
  document: {
    device: { kind: 'tun', queueLength: 10, mtu: 1500, flowControl: 'tail-drop' },
    reader: { perPacket: '30us' },
    path: { rtt: '120ms' },
  },
};

/** Scenarios to learn from and to compare with the kernel. */
export const teachingPresets = {
  'kernel-cell': cell,
  'kernel-cell-backpressure': {
    ...cell,
    title: 'A cell of the real kernel, with backpressure',
    description: `${cell.description} The device was opened with IFF_BACKPRESSURE.`,
    document: { ...cell.document, device: { ...cell.document.device, flowControl: 'linux-7.3' } },
  },
  'tail-drop-10': small,
  'backpressure-10': {
    ...small,
    title: 'Ten slots, backpressure',
    description:
      'The same path and the same ten slots, on Linux 7.3 with IFF_BACKPRESSURE: the queue stops instead, and packets wait in the qdisc, where TCP sees them.',
    document: { ...small.document, device: { ...small.document.device, flowControl: 'linux-7.3' } },
  },
} as const satisfies Record<string, Preset>;
