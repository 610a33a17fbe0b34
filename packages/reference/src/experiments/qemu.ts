import type { Experiment } from './experiment.js';

/** The two ways into a guest; both have 1000 slots by default. */
const devices = [
  { tables: 'v3_tap', preset: 'tap-e1000' },
  { tables: 'v3_vhost', preset: 'tap-vhost' },
] as const;

/** Column → what the name of its preset ends in. */
const columns = [
  { column: 'default_mbps', variant: '' },
  { column: 'patched_mbps', variant: '-patched' },
] as const;

const queueLengths = [1000, 100, 10, 1];
const nominalRtts = [60, 120];

/**
 * Delay that was set where it is not the nominal one, ms. The raw file of this run has RTTs from 94 to 111 ms, which a delay
 * of 120 cannot have; 90 leaves what the queue adds in the run of 60 ms beside it.
 */
const delays: Readonly<Record<string, number>> = { 'v3_tap_delay/120/patched_mbps': 90 };

/** Median RTTs of the raw files of the two patched TAP runs, which are not what the mail names the rows by, ms. */
const measuredRtts: Readonly<Record<string, number>> = {
  'v3_tap_delay/60/patched_mbps': 72.2,
  'v3_tap_delay/120/patched_mbps': 100.4,
};

type Device = (typeof devices)[number];

function local({ tables, preset }: Device): Experiment[] {
  return queueLengths.flatMap((queueLength) =>
    columns.map(({ column, variant }) => ({
      id: `${tables}_qlen/${queueLength}/${column}`,
      preset: `${preset}${variant}` as const,
      settings: { 'device.queueLength': `${queueLength}` },
      publishedSeconds: 300,
      note: 'The qdisc of the host is not stated; fq_codel stands for it.',
    })),
  );
}

function delayed({ tables, preset }: Device): Experiment[] {
  return nominalRtts.flatMap((nominal) =>
    columns.map(({ column, variant }) => {
      const id = `${tables}_delay/${nominal}/${column}`;
      const delay = delays[id] ?? nominal;
      const half = `${delay / 2}ms`;
      const measured = measuredRtts[id];
      const notSet = `Simulated with a delay of ${delay} ms: its raw file says that the nominal ${nominal} ms were not set. `;
      return {
        id,
        preset: `${preset}-delay${variant}` as const,
        settings: { 'qdisc.delay': half, 'path.ingressDelay': half },
        ...(measured !== undefined && {
          remark: `run with ${delay} ms of delay; the RTT of its raw file is ${measured} ms with the queue, not ${nominal}`,
        }),
        seconds: tables === 'v3_tap' ? 300 : 60,
        publishedSeconds: 300,
        ...(tables === 'v3_tap' && variant === '' && { repeats: 5 }),
        note: `${delay === nominal ? '' : notSet}${measured ? `The RTT of its raw file is ${measured} ms, the queue included; compare it with the simulated one. ` : ''}Half of the delay is netem above the ring; where the other half was is not stated.`,
      };
    }),
  );
}

export const qemuExperiments: readonly Experiment[] = devices.flatMap((device) => [
  ...local(device),
  ...delayed(device),
]);
