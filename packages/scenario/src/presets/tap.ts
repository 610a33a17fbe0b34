import type { Preset } from './preset.js';

const source =
  '20250825211832.84901-1-simon.schippers@tu-dortmund.de, TAP tables; raw iperf3 runs in github.com/tudo-cni/nodrop';

/**
 * Assumed, not fitted, and bounded by a published figure: the smallest median RTT of the local runs is 150 us (ten slots),
 * and what the stack and the guest add to an idle path is less than that.
 */
const localRtt = '100us';

/** `tc qdisc replace dev tap0 root netem delay … limit 1000000`: a queue that holds all that the ring does not take. */
const netemLimit = 1_000_000;

/**
 * The guest's window is half of its buffer, as by TCP_DEFAULT_SCALING_RATIO (include/net/tcp.h) and, before Linux 6.6, by
 * tcp_adv_win_scale = 1: payload over truesize is that share, and 1448 the payload of a packet.
 */
const guest = { truesize: 2 * 1448, slotTruesize: 2 * 1448 };

/**
 * The default of the hosts' distribution. pfifo_fast would be as short as the ring: with one slot it collapses, where the
 * patched row has 1113 Mbit/s and an RTT of 3.2 ms.
 */
const fqCodel = { kind: 'fq_codel' } as const;

const e1000: Preset = {
  title: 'TAP into QEMU’s e1000',
  description:
    'One CUBIC connection from the host into a virtual machine whose network card QEMU emulates; the queue varies by row (1 to 1000 slots). Assumed: fq_codel above the device, and an idle RTT of 100 us.',
  source,
  fitted: [],
  document: {
    device: { kind: 'tap', queueLength: 1000, mtu: 1500, flowControl: 'tail-drop' },
    qdisc: fqCodel,
    reader: { profile: 'qemu-e1000' },
    receiver: guest,
    path: { rtt: localRtt },
  },
};

const vhost: Preset = {
  title: 'TAP with vhost-net',
  description:
    'One CUBIC connection from the host into a virtual machine with virtio-net; slots hold packets of up to 64 KiB and the reader takes 64 at once. The queue varies by row (1 to 1000 slots). Assumed: fq_codel above the device, and an idle RTT of 100 us.',
  source,
  fitted: [],
  document: {
    device: { kind: 'tap+vhost', queueLength: 1000, mtu: 1500, offload: 'tso', flowControl: 'tail-drop' },
    qdisc: fqCodel,
    reader: { profile: 'vhost-net' },
    receiver: guest,
    path: { rtt: localRtt },
  },
};

/** Half of the delay by netem above the ring, as published, and half on the way in. */
function delayed(local: Preset, more: Partial<Preset['document']['reader']>, why: string): Preset {
  return {
    ...local,
    title: `${local.title}, with delay`,
    description: `${local.description.replace('fq_codel above the device, and an', 'an')} The RTT is emulated and varies by row: netem above the ring delays by half of it, and the other half, of which nothing is said, is on the host’s way in.${why}`,
    document: {
      ...local.document,
      duration: '60s',
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
  'tap-e1000-delay': delayed(e1000, { returns: 'last' }, together),
  'tap-vhost': vhost,
  'tap-vhost-delay': delayed(vhost, {}, ''),
} as const satisfies Record<string, Preset>;
