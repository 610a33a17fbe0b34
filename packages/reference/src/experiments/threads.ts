import type { Experiment } from './experiment.js';

/** The kernels of the report, as the table names them, and what they are here; threads that were measured. */
const kernels = [
  {
    kernel: '7.2.0-rc1 with series reverted (tail drop)',
    preset: 'tap-threads',
    settings: {},
    threads: [1, 2, 4, 8, 16],
  },
  {
    kernel: '7.2.0-rc2 (backpressure, wake at size/2)',
    preset: 'tap-threads-backpressure',
    settings: {},
    threads: [1, 2, 8, 16],
  },
  {
    kernel: '7.2.0-rc2 wake when ring empty',
    preset: 'tap-threads-backpressure',
    settings: { 'device.flowControl': '{ kind: linux-7.3, wakeAt: empty }' },
    threads: [1, 2, 8, 16],
  },
  {
    kernel: '7.2.0-rc2 wake after tx_ring.batch consumed',
    preset: 'tap-threads-backpressure',
    settings: { 'device.flowControl': '{ kind: linux-7.3, wakeAt: batch }' },
    threads: [1, 2, 8, 16],
  },
] as const;

/** Parallel senders and one reader: what led to the revert in 7.2. */
export const threadExperiments: readonly Experiment[] = kernels.flatMap(({ kernel, preset, settings, threads }) =>
  threads.map((count) => ({
    id: `librecast_iperf3_threads/${kernel},${count}/sender_gbps`,
    preset,
    settings: { ...settings, 'flows[0].count': `${count}` },
    publishedSeconds: 10,
    note: 'What reads the device is not described: three costs of a packet and the idle RTT are fitted, on three of the rows.',
  })),
);
