import type { FittedKey, Preset } from './preset.js';

const cover = '20250825211832.84901-1-simon.schippers@tu-dortmund.de';

/** Found in the patched rows of 5000 slots, which nothing but the receive window limits. */
function window(column: string, rate: string, bytes: string, why: string): FittedKey {
  return {
    key: 'receiver.truesize',
    unit: 'bytes',
    source: `Germany to the USA, 5000 slots: ${rate} Mbit/s at 120 ms are a window of ${bytes} MB, out of a buffer of 6 MiB`,
    rows: [`v3_tun_realworld_qlen/5000/${column}`],
    why,
  };
}

const length =
  'The length of a run is not stated, and inferred: 50 s. The distribution’s fq_codel is above the device, as the authors’ other tables show.';

/** Twenty-four rows depend on it, and none says it. */
const runLength: FittedKey = {
  key: 'duration',
  unit: 'ns',
  source:
    'lab, wireguard-go without backpressure: 0.80 to 0.83 of the patched rows at 40, 80 and 120 ms alike, which is one loss at the end of slow start and CUBIC’s climb of half a minute, whatever the RTT',
  rows: ['v3_tun_lab_rtt/80/wireguard_go_mbps'],
  why: 'After a loss CUBIC’s window is a function of time, not of round trips, so that the mean says how long the run was.',
};

/** Not stated, and the default of a TUN device would not do. */
const labQueue: FittedKey = {
  key: 'device.queueLength',
  unit: 'packets',
  source: 'OpenVPN before 2.5 sets 100 itself (3ef858b3, 2020-06-29)',
  rows: ['v3_tun_lab_rtt/120/openvpn_mbps'],
  why: 'Of the two lengths that OpenVPN has had, 500 and 100, the row at 120 ms excludes the default.',
};

const wireguardGo: Preset = {
  title: 'wireguard-go in the lab',
  description: `One CUBIC connection through wireguard-go; the RTT is emulated and varies by row (10 to 120 ms). Assumed: 500 slots, the default; MTU-size packets in the ring. ${length}`,
  source: `${cover}, TUN lab table; set-up of the VTC2025-Fall paper`,
  fitted: [
    runLength,
    window(
      'wireguard_go_patched_mbps',
      '185.6',
      '2.78',
      'As with OpenVPN, of which it is independent: both values give the window the same share of the buffer.',
    ),
  ],
  document: {
    duration: '50s',
    qdisc: { kind: 'fq_codel' },
    device: { kind: 'tun', queueLength: 500, mtu: 1420, flowControl: 'tail-drop' },
    reader: { profile: 'wireguard-go' },
    receiver: { truesize: 3015 },
    path: { rtt: '40ms' },
  },
};

const openvpn: Preset = {
  title: 'OpenVPN in the lab',
  description: `One CUBIC connection through OpenVPN; the RTT is emulated and varies by row (10 to 120 ms). Assumed: 100 slots, which OpenVPN before 2.5 sets itself: at 120 ms the lab’s row is half of the one with 500 slots over the Internet, and near the one with 100. ${length}`,
  source: `${cover}, TUN lab table; set-up of the VTC2025-Fall paper`,
  fitted: [
    labQueue,
    runLength,
    window(
      'openvpn_patched_mbps',
      '184.8',
      '2.77',
      'What the receiver ran is not stated. Its window’s share of the buffer is payload over truesize.',
    ),
  ],
  document: {
    duration: '50s',
    qdisc: { kind: 'fq_codel' },
    device: { kind: 'tun', queueLength: 100, mtu: 1500, flowControl: 'tail-drop' },
    reader: { profile: 'openvpn' },
    receiver: { truesize: 3170 },
    path: { rtt: '40ms' },
  },
};

/** The same program and receiver; what the patched rows have in common is a receive window, not a bottleneck. */
function world(lab: Preset, name: string): Preset {
  return {
    ...lab,
    fitted: lab.fitted.filter(({ key }) => key !== 'device.queueLength'),
    title: `${name} from Germany to the USA`,
    description: `One CUBIC connection through ${name} over an Internet path of about 120 ms; the TUN queue varies by row (10 to 5000 slots). Assumed: neither a bottleneck behind the VPN nor loss, of which nothing is said, and a receiver as in the lab. ${length}`,
    source: `${cover}, TUN real-world table`,
    document: {
      ...lab.document,
      device: { ...lab.document.device, queueLength: 500 },
      path: { rtt: '120ms' },
    },
  };
}

/** TUN under a VPN: the lab and the real-world table of v3, as the kernel was. */
export const tunPresets = {
  'wireguard-go-lab': wireguardGo,
  'openvpn-lab': openvpn,
  'wireguard-go-world': world(wireguardGo, 'wireguard-go'),
  'openvpn-world': world(openvpn, 'OpenVPN'),
} as const satisfies Record<string, Preset>;
