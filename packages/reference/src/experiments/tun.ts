import type { Experiment } from './experiment.js';

/** Column of the tables → program that reads the TUN device, and whether the kernel has v3 of the series. */
const columns = [
  { column: 'wireguard_go_mbps', vpn: 'wireguard-go', patched: false },
  { column: 'wireguard_go_patched_mbps', vpn: 'wireguard-go', patched: true },
  { column: 'openvpn_mbps', vpn: 'openvpn', patched: false },
  { column: 'openvpn_patched_mbps', vpn: 'openvpn', patched: true },
] as const;

const labRtts = [10, 20, 40, 80, 120];
const queueLengths = [5000, 1000, 500, 100, 50, 10];

/** The lab of the VTC paper: RTTs at the default queue of 500 packets. */
const lab: readonly Experiment[] = labRtts.flatMap((rtt) =>
  columns.map(({ column, vpn, patched }) => ({
    id: `v3_tun_lab_rtt/${rtt}/${column}`,
    preset: presetName(vpn, 'lab', patched),
    settings: { 'path.rtt': `${rtt}ms` },
    setups: [vpn],
    publishedSeconds: null,
    note: 'The queue length is not stated; 500 is the default of a TUN device.',
  })),
);

/** No bottleneck behind the VPN: the patched rows are those of a receive window, as in the lab. */
export const internet = { 'path.rate': '0' };

/** Germany to the USA: queue lengths at about 120 ms. */
const realWorld: readonly Experiment[] = queueLengths.flatMap((queueLength) =>
  columns.map(({ column, vpn, patched }) => ({
    id: `v3_tun_realworld_qlen/${queueLength}/${column}`,
    preset: presetName(vpn, 'world', patched),
    settings: { ...internet, 'device.queueLength': `${queueLength}` },
    setups: [vpn],
    publishedSeconds: null,
    note: 'Simulated without a bottleneck behind the VPN and without loss: neither is described.',
  })),
);

export const tunExperiments: readonly Experiment[] = [...lab, ...realWorld];

function presetName(vpn: 'wireguard-go' | 'openvpn', place: 'lab' | 'world', patched: boolean): string {
  return `${vpn}-${place}${patched ? '-patched' : ''}`;
}
