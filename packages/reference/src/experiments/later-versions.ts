import type { Settings } from '@tunq/sim';
import type { Experiment } from './experiment.js';

const rounded = 'The cover letter gives rounded numbers.';

/** The preset as it is. */
const asIs: Settings = {};
/** 120 ms by netem, half of it above the ring and half on the way in, as in the rows of v3. */
const delay: Settings = { 'qdisc.delay': '60ms', 'path.ingressDelay': '60ms' };

/** Row of the summary → preset and RTT. */
const v4Cases = [
  { row: 'TUN real-world 120ms OpenVPN', preset: 'openvpn-world', settings: asIs, seconds: 50 },
  { row: 'TAP local qemu VM', preset: 'tap-e1000', settings: asIs, seconds: 10 },
  { row: 'TAP emulated 120ms RTT', preset: 'tap-e1000-delay', settings: delay, seconds: 60 },
  { row: 'TAP+vhost local', preset: 'tap-vhost', settings: asIs, seconds: 10 },
  { row: 'TAP+vhost emulated 120ms', preset: 'tap-vhost-delay', settings: delay, seconds: 60 },
] as const;

const v4: readonly Experiment[] = v4Cases.flatMap(({ row, preset, settings, seconds }) =>
  (['default', 'patched'] as const).map((variant) => ({
    id: `v4_summary/${row}/${variant}_mbps`,
    preset,
    settings: { ...settings, ...(variant === 'patched' && { 'device.flowControl': 'v4' }) },
    seconds,
    publishedSeconds: null,
    ...(row === 'TAP emulated 120ms RTT' && variant === 'default' && { seconds: 300, repeats: 5 }),
    note: rounded,
  })),
);

const otherKernel =
  'Another kernel than in the mail of v3, whose calibration is used but for the work of the guest, which is from the stock TAP row.';

const v7Setups = [
  { row: 'TAP', preset: 'tap-e1000-v7' },
  { row: 'TAP+vhost-net', preset: 'tap-vhost-v7' },
] as const;

const v7Backpressure: Settings = { 'qdisc.kind': 'fq_codel', 'device.flowControl': 'v7' };

const v7: readonly Experiment[] = v7Setups.flatMap(({ row, preset }) => [
  { id: `v7_iperf3/${row}/stock_gbps`, preset, settings: asIs, publishedSeconds: 120, note: otherKernel },
  {
    id: `v7_iperf3/${row}/noqueue_gbps`,
    preset,
    settings: { 'qdisc.kind': 'noqueue', 'device.flowControl': 'v7' },
    publishedSeconds: 120,
    note: otherKernel,
  },
  { id: `v7_iperf3/${row}/fq_codel_gbps`, preset, settings: v7Backpressure, publishedSeconds: 120, note: otherKernel },
]);

const v7Pinned: readonly Experiment[] = [1, 4].flatMap((clients) =>
  (['stock', 'fq_codel'] as const).map((column) => ({
    id: `v7_pinned_iperf3/TAP+vhost-net pinned,${clients}/${column}_gbps`,
    preset: 'tap-vhost-v7' as const,
    settings: { ...(column === 'fq_codel' && v7Backpressure), 'flows[0].count': `${clients}` },
    publishedSeconds: 120,
    note: `${otherKernel} vhost was pinned to one core.`,
  })),
);

export const laterExperiments: readonly Experiment[] = [...v4, ...v7, ...v7Pinned];
