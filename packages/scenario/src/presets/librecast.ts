import type { FittedKey, Preset } from './preset.js';

const source =
  'Brett Sheffield (Librecast), ak1cIAwQzKS35x0m@karahi.librecast.net, 2026-07-07, and the reply of Simon Schippers, 2026-07-08: iperf3 with 1 to 16 threads through a TAP on a Ryzen 9 9950X';

const table = 'librecast_iperf3_threads';
const tailDropOneThread = `${table}/7.2.0-rc1 with series reverted (tail drop),1/sender_gbps`;
const wakeAtHalf = (threads: number) => `${table}/7.2.0-rc2 (backpressure, wake at size/2),${threads}/sender_gbps`;

/**
 * Three costs of a packet of 1448 bytes of payload, from three rows in which different ones of them add up: 884 ns under tail
 * drop, 662 ns with backpressure and one thread, 1063 ns with two. The fourth value decides whether the ring fills at all.
 */
const fitted: readonly FittedKey[] = [
  {
    key: 'reader.perPacket',
    unit: 'ns',
    source: '13.1 Gbit/s are 884 ns a packet, of which one lockWait',
    rows: [tailDropOneThread],
    why: 'Under tail drop senders put every packet into the ring, so that the reader pays for reading and for meeting them there.',
  },
  {
    key: 'machine.xmit',
    unit: 'ns',
    source: '17.5 Gbit/s are 662 ns a packet, of which one perPacket',
    rows: [wakeAtHalf(1)],
    why: 'With backpressure the reader’s CPU fills the ring itself, and a single sender has nobody to contend with at the qdisc.',
  },
  {
    key: 'machine.lockWait',
    unit: 'ns',
    source: '10.9 Gbit/s with two threads are 1063 ns a packet, 17.5 with one 662 ns',
    rows: [wakeAtHalf(2)],
    why: 'The second thread adds a sender that contends for the qdisc, and nothing else.',
  },
  {
    key: 'path.rtt',
    unit: 'ns',
    source: '368 retransmits in 10 s; of 100, 300, 500 and 1000 us this one comes next to them',
    rows: [tailDropOneThread],
    why: 'The path is not described. Its idle RTT decides how large the receive window grows, hence whether one connection fills the ring.',
  },
];

const threads: Preset = {
  title: 'iperf3 threads into a TAP, several CPUs',
  description:
    'CUBIC connections, each from a thread and a CPU of its own, into a TAP; their number varies by row (1 to 16). What reads the device is not described. Inferred: it takes one packet of MTU size at a time (slots of 64 KiB would hold every window, and nothing would be lost), on a CPU of its own, without another bottleneck. Assumed: fq_codel above the device.',
  source,
  fitted,
  document: {
    flows: [{ kind: 'tcp', count: 8 }],
    qdisc: { kind: 'fq_codel' },
    device: { kind: 'tap', queueLength: 1000, mtu: 1500, flowControl: 'tail-drop' },
    reader: { perPacket: '483ns' },
    receiver: { truesize: 2 * 1448 },
    path: { rtt: '500us' },
    machine: { xmit: '179ns', lockWait: '401ns' },
  },
};

/** The report that led to the revert: throughput of parallel senders. */
export const librecastPresets = {
  'tap-threads': threads,
  'tap-threads-backpressure': {
    ...threads,
    title: `${threads.title}, with backpressure`,
    description: `${threads.description} Flow control of Linux 7.2-rc: the queue wakes when half of the ring was read.`,
    document: { ...threads.document, device: { ...threads.document.device, flowControl: 'linux-7.2-rc' } },
  },
} as const satisfies Record<string, Preset>;
