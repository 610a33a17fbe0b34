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
const guest = { truesize: 2 * 1448 };

const e1000: Preset = {
  title: 'TAP into QEMU’s e1000',
  description:
    'One CUBIC connection from the host into a virtual machine whose network card QEMU emulates; the queue varies by row (1 to 1000 slots). Assumed: pfifo_fast above the device, and an idle RTT of 100 us.',
  source,
  fitted: [],
  document: {
    device: { kind: 'tap', queueLength: 1000, mtu: 1500, flowControl: 'tail-drop' },
    reader: { profile: 'qemu-e1000' },
    receiver: guest,
    path: { rtt: localRtt },
  },
};

const vhost: Preset = {
  title: 'TAP with vhost-net',
  description:
    'One CUBIC connection from the host into a virtual machine with virtio-net; slots hold packets of up to 64 KiB and the reader takes 64 at once. The queue varies by row (1 to 1000 slots). Assumed: pfifo_fast above the device, and an idle RTT of 100 us.',
  source,
  fitted: [],
  document: {
    device: { kind: 'tap+vhost', queueLength: 1000, mtu: 1500, offload: 'tso', flowControl: 'tail-drop' },
    reader: { profile: 'vhost-net' },
    receiver: guest,
    path: { rtt: localRtt },
  },
};

function delayed(local: Preset): Preset {
  return {
    ...local,
    title: `${local.title}, with delay`,
    description: `${local.description} The RTT is emulated and varies by row (60 and 120 ms). In place of netem, which delays above the ring, the path delays and a queue of netem’s length is above the ring.`,
    document: { ...local.document, qdisc: { kind: 'pfifo', limit: netemLimit }, path: { rtt: '60ms' } },
  };
}

/** TAP under a virtual machine: the tables of v3, as the kernel was. */
export const tapPresets = {
  'tap-e1000': e1000,
  'tap-e1000-delay': delayed(e1000),
  'tap-vhost': vhost,
  'tap-vhost-delay': delayed(vhost),
} as const satisfies Record<string, Preset>;
