import type { FittedKey, Preset } from './preset.js';

const source = 'pktgen tables of the mails of v5, v6 and v7 (i5-6300HQ, four cores, Debian guest)';

/** The times of an attempt are the host's, whatever reads the device: one machine, one pair of values. */
const rows = ['v6_pktgen/TAP/stock_lost_kpps', 'v6_pktgen/TAP+vhost_net/stock_lost_kpps'];
const why =
  'One thread of pktgen has a CPU to itself, so that the times of all its attempts add up to a second: the two rows of v6, with few and with many packets sent, give both times.';

const fitted: readonly FittedKey[] = [
  { key: 'flows.0.perSent', unit: 'ns', source: 'sent and lost of the stock rows of v6 add up to a second', rows, why },
  { key: 'flows.0.perLost', unit: 'ns', source: 'sent and lost of the stock rows of v6 add up to a second', rows, why },
];

const flows: NonNullable<Preset['document']['flows']> = [
  { kind: 'pktgen', threads: 1, size: 60, perSent: '623ns', perLost: '544ns' },
];
const machine = { cpus: 4 };

/** pktgen into a virtual machine, which bypasses the qdisc; and the nodrop validation tool, which does not. */
export const pktgenPresets = {
  'pktgen-e1000': {
    title: 'pktgen into QEMU’s e1000',
    description:
      'pktgen floods a TAP device with frames of 60 bytes, past the qdisc; QEMU reads one a read. Four cores: with four threads, one of them shares its CPU with the reader.',
    source,
    fitted,
    document: {
      flows,
      machine,
      device: { kind: 'tap', queueLength: 1000, mtu: 1500, flowControl: 'tail-drop' },
      reader: { profile: 'qemu-e1000' },
      path: { rtt: '100us' },
    },
  },
  'pktgen-vhost': {
    title: 'pktgen into a guest with vhost-net',
    description:
      'pktgen floods a TAP device with frames of 60 bytes, past the qdisc; vhost-net takes 64 at once. Four cores: with four threads, one of them shares its CPU with the reader.',
    source,
    fitted,
    document: {
      flows,
      machine,
      device: { kind: 'tap+vhost', queueLength: 1000, mtu: 1500, flowControl: 'tail-drop' },
      reader: { profile: 'vhost-net' },
      path: { rtt: '100us' },
    },
  },
  'raw-tap': {
    title: 'nodrop’s validation tool for TAP',
    description:
      'A packet socket sends frames of 1450 bytes in a loop, through pfifo with 25000 packets, and a process reads one a read. The sender is the slower one: were it the reader, much more than 0.03 % would be lost. Assumed: the reader’s time, any below the sender’s; and that it pauses while another process has its CPU, for a slice of EEVDF on four CPUs (0.7 ms · 4).',
    source: 'github.com/tudo-cni/nodrop, validation_tools/TAP',
    fitted: [
      {
        key: 'flows.0.perSent',
        unit: 'ns',
        source: '129.5 million packets in 300 s',
        rows: ['nodrop_tap_validation/stock/pps'],
        why: 'Stock, nothing holds the sender: a packet is one sendto().',
      },
      {
        key: 'reader.stalls.interval',
        unit: 'ns',
        source: '40,725 packets lost in 300 s: a pause of 2.8 ms, less the ring, loses 208, so that there were 196',
        rows: ['nodrop_tap_validation/stock/loss_fraction'],
        why: 'The sender is slower than the reader, so that what is lost is lost in pauses of the reader. How long they are, the totals do not say.',
      },
    ],
    document: {
      flows: [{ kind: 'raw', size: 1450, perSent: '2316ns' }],
      machine,
      qdisc: { kind: 'pfifo', limit: 25_000 },
      device: { kind: 'tap', queueLength: 1000, mtu: 1500, flowControl: 'tail-drop' },
      reader: { perPacket: '1500ns', stalls: { interval: '1530ms', length: '2800us' } },
      path: { rtt: '100us' },
    },
  },
} as const satisfies Record<string, Preset>;
