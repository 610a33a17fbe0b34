import type { Experiment } from './experiment.js';

/** Column of the tables → program that reads the TUN device, and what the name of its preset ends in. */
const columns = [
  { column: 'wireguard_go_mbps', vpn: 'wireguard-go', variant: '' },
  { column: 'wireguard_go_patched_mbps', vpn: 'wireguard-go', variant: '-patched' },
  { column: 'openvpn_mbps', vpn: 'openvpn', variant: '' },
  { column: 'openvpn_patched_mbps', vpn: 'openvpn', variant: '-patched' },
] as const;

/** Rows with drops: of five runs the median. */
const chaotic = { repeats: 5 };

const labRtts = [10, 20, 40, 80, 120];
const queueLengths = [5000, 1000, 500, 100, 50, 10];

/** The lab of the VTC paper: RTTs at the default queue of 500 packets. */
const lab: readonly Experiment[] = labRtts.flatMap((rtt) =>
  columns.map(({ column, vpn, variant }) => ({
    id: `v3_tun_lab_rtt/${rtt}/${column}`,
    preset: `${vpn}-lab${variant}` as const,
    settings: { 'path.rtt': `${rtt}ms` },
    seconds: 50,
    ...(variant === '' && chaotic),
    publishedSeconds: null,
    note: `The queue length is not stated; ${vpn === 'openvpn' ? '100, which OpenVPN before 2.5 sets, is inferred' : '500 is the default of a TUN device'}.`,
  })),
);

/** Germany to the USA: queue lengths at about 120 ms. */
const realWorld: readonly Experiment[] = queueLengths.flatMap((queueLength) =>
  columns.map(({ column, vpn, variant }) => ({
    id: `v3_tun_realworld_qlen/${queueLength}/${column}`,
    preset: `${vpn}-world${variant}` as const,
    settings: { 'device.queueLength': `${queueLength}` },
    seconds: 50,
    ...(variant === '' && chaotic),
    publishedSeconds: null,
    note: 'Simulated without a bottleneck behind the VPN and without loss: neither is described.',
  })),
);

export const tunExperiments: readonly Experiment[] = [...lab, ...realWorld];
