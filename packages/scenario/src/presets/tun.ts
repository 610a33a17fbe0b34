import type { Preset } from './preset.js';

const cover = '20250825211832.84901-1-simon.schippers@tu-dortmund.de';

const wireguardGo: Preset = {
  title: 'wireguard-go in the lab',
  description:
    'One CUBIC connection through wireguard-go; the RTT is emulated and varies by row (10 to 120 ms). Assumed: 500 slots, the default; MTU-size packets in the ring.',
  source: `${cover}, TUN lab table; set-up of the VTC2025-Fall paper`,
  fitted: [
    {
      key: 'receiver.truesize',
      unit: 'bytes',
      source: 'lab at 80 ms: 265.7 Mbit/s are a window of 2.66 MB, out of a buffer of 6 MiB',
      rows: ['v3_tun_lab_rtt/80/wireguard_go_patched_mbps'],
      why: 'As with OpenVPN, of which it is independent: both values give the window the same share of the buffer.',
    },
  ],
  document: {
    device: { kind: 'tun', queueLength: 500, mtu: 1420, flowControl: 'tail-drop' },
    reader: { profile: 'wireguard-go' },
    receiver: { truesize: 3015 },
    path: { rtt: '40ms' },
  },
};

const openvpn: Preset = {
  title: 'OpenVPN in the lab',
  description:
    'One CUBIC connection through OpenVPN; the RTT is emulated and varies by row (10 to 120 ms). Assumed: 500 slots, the default.',
  source: `${cover}, TUN lab table; set-up of the VTC2025-Fall paper`,
  fitted: [
    {
      key: 'receiver.truesize',
      unit: 'bytes',
      source: 'lab at 80 ms: 262.7 Mbit/s are a window of 2.63 MB, out of a buffer of 6 MiB',
      rows: ['v3_tun_lab_rtt/80/openvpn_patched_mbps'],
      why: 'At 80 ms the patched rows are limited by the receive window, whose share of the buffer is payload over truesize. What the receiver ran, and how long a run was, is not stated; runs of 10 s stand for it.',
    },
  ],
  document: {
    device: { kind: 'tun', queueLength: 500, mtu: 1500, flowControl: 'tail-drop' },
    reader: { profile: 'openvpn' },
    receiver: { truesize: 3200 },
    path: { rtt: '40ms' },
  },
};

/** The same program and receiver; what the patched rows have in common is a receive window, not a bottleneck. */
function world(lab: Preset, name: string): Preset {
  return {
    ...lab,
    title: `${name} from Germany to the USA`,
    description: `One CUBIC connection through ${name} over an Internet path of about 120 ms; the TUN queue varies by row (10 to 5000 slots). Assumed: neither a bottleneck behind the VPN nor loss, of which nothing is said, and a receiver as in the lab.`,
    source: `${cover}, TUN real-world table`,
    document: { ...lab.document, path: { rtt: '120ms' } },
  };
}

/** TUN under a VPN: the lab and the real-world table of v3, as the kernel was. */
export const tunPresets = {
  'wireguard-go-lab': wireguardGo,
  'openvpn-lab': openvpn,
  'wireguard-go-world': world(wireguardGo, 'wireguard-go'),
  'openvpn-world': world(openvpn, 'OpenVPN'),
} as const satisfies Record<string, Preset>;
