import type { CoreTcpFlow } from '@tunq/core';

/** A congestion control by the name that `TCP_CONGESTION` and a scenario give it. */
export interface CongestionControl {
  readonly name: CoreTcpFlow['congestion'];
  readonly title: string;
  readonly description: string;
  /** True when the core has it. */
  readonly simulated: boolean;
  /** Where its rules are written. */
  readonly source: string;
}

/** The congestion controls by name. */
export const congestionControls: Readonly<Record<CoreTcpFlow['congestion'], CongestionControl>> = {
  cubic: {
    name: 'cubic',
    title: 'CUBIC',
    simulated: true,
    description:
      'Linux’s default: the window follows a cubic of the time since the last loss (C = 0.4, β = 717/1024), with the Reno-friendly region, fast convergence and HyStart.',
    source: 'RFC 9438; RFC 9406 for HyStart’s idea; net/ipv4/tcp_cubic.c',
  },
  reno: {
    name: 'reno',
    title: 'Reno',
    simulated: true,
    description: 'One segment more each RTT, half of the window on loss. The classic that the closed forms describe.',
    source: 'RFC 5681; net/ipv4/tcp_cong.c',
  },
  bbr: {
    name: 'bbr',
    title: 'BBR v1',
    simulated: true,
    description:
      'Sends at the measured bottleneck rate, paced, with at most two estimated bandwidth-delay products in flight.',
    source: 'net/ipv4/tcp_bbr.c; draft-cardwell-iccrg-bbr-congestion-control-00',
  },
};
