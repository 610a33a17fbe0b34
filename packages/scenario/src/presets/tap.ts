import type { FittedKey, Preset } from './preset.js';

const source =
  '20250825211832.84901-1-simon.schippers@tu-dortmund.de, TAP tables; raw iperf3 runs in github.com/tudo-cni/nodrop';

/**
 * Assumed, not fitted, and bounded by a published figure: the smallest RTT of the local runs is 123 us (vhost-net, ten slots),
 * of which vhost-net and the process in the guest take 20 us each for a slot.
 */
const localRtt = '80us';

/** `tc qdisc replace dev tap0 root netem delay … limit 1000000`: a queue that holds all that the ring does not take. */
const netemLimit = 1_000_000;

/**
 * The guest's window is half of its buffer, as by TCP_DEFAULT_SCALING_RATIO (include/net/tcp.h) and, before Linux 6.6, by
 * tcp_adv_win_scale = 1: payload over truesize is that share, and 1448 the payload of a packet.
 */
const guest = {
  truesize: 2 * 1448,
  slotTruesize: 2 * 1448,
  // The largest windows of the raw files are 181/256 of 6 MiB: a scaling ratio (since 6.6), and tcp_rmem before 6.16.
  tuning: 'linux-6.12',
} as const;

/** Once a second, as iperf3 reports, another thread has the guest's only CPU until the next tick of CONFIG_HZ = 250. */
const pauses = { interval: '1s', length: '4ms' } as const;

/** iperf3 in the guest of the e1000: its CPU, not QEMU, is what the rows of 1000 slots measure. */
const frameRead: FittedKey = {
  key: 'receiver.reading.perByte',
  unit: 'ns/byte',
  source:
    '1000 slots: 189 thousand packets of 1448 bytes a second, with windows that unread data have closed to a tenth',
  rows: ['v3_tap_qlen/1000/default_mbps', 'v3_tap_qlen/1000/patched_mbps'],
  why: 'With 1000 slots nothing is lost for long, and the guest’s CPU is the bottleneck: QEMU takes 196 thousand packets of pktgen.',
};

/** The same of virtio-net: slots of 64 KiB, and megabytes unread that have left the cache. */
const slotRead: FittedKey = {
  key: 'receiver.reading.coldPerByte',
  unit: 'ns/byte',
  source: '1000 slots: 23.4 Gbit/s while the guest’s CPU is busy for 99 %',
  rows: ['v3_vhost_qlen/1000/default_mbps'],
  why: 'Nothing is lost with 1000 slots, and the raw file says that the guest’s CPU is the bottleneck.',
};

/**
 * What the guest's CPU does for a received byte. That of virtio-net's `perByte` is no fit: with ten slots, whose losses keep the buffers small, the guest's CPU is busy for 80.2 % of 25.84
 * Gbit/s. The cache is the 6 MiB of the i5-6300HQ less the host's send buffer of 4 MiB, whose data go through it, too; all from
 * 1.2 to 2.2 MB give the same.
 */
export const guestReading = {
  e1000: { perByte: '3.64ns', pauses },
  vhost: { perByte: '0.248ns', coldPerByte: '0.341ns', cache: '2m', pauses },
} as const;

/**
 * The default of the hosts' distribution. pfifo_fast would be as short as the ring: with one slot it collapses, where the
 * patched row has 1113 Mbit/s and an RTT of 3.2 ms.
 */
const fqCodel = { kind: 'fq_codel' } as const;

const e1000: Preset = {
  title: 'TAP into QEMU’s e1000',
  description:
    'One CUBIC connection from the host into a virtual machine whose network card QEMU emulates; the queue varies by row (1 to 1000 slots). Assumed: fq_codel above the device, and an idle RTT of 80 us.',
  source,
  fitted: [frameRead],
  document: {
    device: { kind: 'tap', queueLength: 1000, mtu: 1500, flowControl: 'tail-drop' },
    qdisc: fqCodel,
    reader: { profile: 'qemu-e1000' },
    receiver: { ...guest, reading: guestReading.e1000 },
    path: { rtt: localRtt },
  },
};

const vhost: Preset = {
  title: 'TAP with vhost-net',
  description:
    'One CUBIC connection from the host into a virtual machine with virtio-net; slots hold packets of up to 64 KiB and the reader takes 64 at once. The queue varies by row (1 to 1000 slots). Assumed: fq_codel above the device, and an idle RTT of 80 us.',
  source,
  fitted: [slotRead],
  document: {
    device: { kind: 'tap+vhost', queueLength: 1000, mtu: 1500, offload: 'tso', flowControl: 'tail-drop' },
    qdisc: fqCodel,
    reader: { profile: 'vhost-net' },
    receiver: { ...guest, reading: guestReading.vhost },
    path: { rtt: localRtt },
  },
};

/** Half of the delay by netem above the ring, as published, and half on the way in. */
function delayed(
  local: Preset,
  duration: `${number}s`,
  more: Partial<Preset['document']['reader']>,
  why: string,
): Preset {
  return {
    ...local,
    title: `${local.title}, with delay`,
    description: `${local.description.replace('fq_codel above the device, and an', 'an')} The RTT is emulated and varies by row: netem above the ring delays by half of it, and the other half, of which nothing is said, is on the host’s way in.${why}`,
    document: {
      ...local.document,
      duration,
      qdisc: { kind: 'netem', delay: '30ms', limit: netemLimit },
      reader: { ...local.document.reader, ...more },
      path: { ...local.document.path, ingressDelay: '30ms' },
    },
  };
}

/**
 * The RTTs of the e1000 runs (3 to 4 ms above the delay, up to 11) say that whole windows arrive at the ring at once, so
 * something holds the acknowledgements together; QEMU’s mutex would.
 */
const together =
  ' Inferred: the guest’s acknowledgements wait while QEMU reads (its global mutex), because the RTTs of these runs say that whole windows arrive at once.';

/** TAP under a virtual machine: the tables of v3, as the kernel was. */
export const tapPresets = {
  'tap-e1000': e1000,
  // As long as published: with a handful of losses, one more or less decides the first minute.
  'tap-e1000-delay': delayed(e1000, '300s', { returns: 'last' }, together),
  'tap-vhost': vhost,
  'tap-vhost-delay': delayed(vhost, '60s', {}, ''),
} as const satisfies Record<string, Preset>;
