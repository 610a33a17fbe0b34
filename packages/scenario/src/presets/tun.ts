import type { Preset } from './preset.js';

const cover = '20250825211832.84901-1-simon.schippers@tu-dortmund.de';

const wireguardGo: Preset = {
  title: 'wireguard-go in the lab',
  description:
    'One CUBIC connection through wireguard-go; the RTT is emulated and varies by row (10 to 120 ms). Assumed: 500 slots, the default; MTU-size packets in the ring.',
  source: `${cover}, TUN lab table; set-up of the VTC2025-Fall paper`,
  calibrated: [],
  document: {
    device: { kind: 'tun', queueLength: 500, mtu: 1420, flowControl: 'tail-drop' },
    reader: { profile: 'wireguard-go' },
    path: { rtt: '40ms' },
  },
};

const openvpn: Preset = {
  title: 'OpenVPN in the lab',
  description:
    'One CUBIC connection through OpenVPN; the RTT is emulated and varies by row (10 to 120 ms). Assumed: 500 slots, the default.',
  source: `${cover}, TUN lab table; set-up of the VTC2025-Fall paper`,
  calibrated: [],
  document: {
    device: { kind: 'tun', queueLength: 500, mtu: 1500, flowControl: 'tail-drop' },
    reader: { profile: 'openvpn' },
    path: { rtt: '40ms' },
  },
};

/** The link's own buffer is not known; this one holds a receive window and so never drops for a single connection. */
const linkQueue = 5000;

function world(lab: Preset, name: string, rate: string, column: string, why: string): Preset {
  return {
    title: `${name} from Germany to the USA`,
    description: `One CUBIC connection through ${name} over an Internet path of about 120 ms and 185 Mbit/s; the TUN queue varies by row (10 to 5000 slots). Assumed: a buffer at the bottleneck that does not overflow.`,
    source: `${cover}, TUN real-world table`,
    calibrated: [{ key: 'path.rate', rows: [`v3_tun_realworld_qlen/5000/${column}`], why }],
    document: { ...lab.document, path: { rtt: '120ms', rate, queue: linkQueue } },
  };
}

/** TUN under a VPN: the lab and the real-world table of v3, as the kernel was. */
export const tunPresets = {
  'wireguard-go-lab': wireguardGo,
  'openvpn-lab': openvpn,
  'wireguard-go-world': world(
    wireguardGo,
    'wireguard-go',
    '193mbit',
    'wireguard_go_mbps',
    'a link that carries that goodput in packets of 1420 bytes with 1368 of payload',
  ),
  'openvpn-world': world(
    openvpn,
    'OpenVPN',
    '191.5mbit',
    'openvpn_mbps',
    'a link that carries that goodput in packets of 1500 bytes with 1448 of payload',
  ),
} as const satisfies Record<string, Preset>;
