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
 * RTT of the raw files where it is not the nominal one, ms: the median of the two patched TAP runs, which were
 * evidently made with another delay than the default runs beside them.
 */
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
      note: 'The qdisc of the host is not stated; pfifo_fast stands in for it.',
    })),
  );
}

function delayed({ tables, preset }: Device): Experiment[] {
  return nominalRtts.flatMap((nominal) =>
    columns.map(({ column, variant }) => {
      const id = `${tables}_delay/${nominal}/${column}`;
      const measured = measuredRtts[id];
      const rttNote = `Simulated at the RTT of its raw file, ${measured} ms: the nominal ${nominal} ms was not set. `;
      return {
        id,
        preset: `${preset}-delay${variant}` as const,
        settings: { 'path.rtt': `${measured ?? nominal}ms` },
        publishedSeconds: 300,
        note: `${measured ? rttNote : ''}Half of the delay was netem above the ring; here all of it is behind the reader.`,
      };
    }),
  );
}

export const qemuExperiments: readonly Experiment[] = devices.flatMap((device) => [
  ...local(device),
  ...delayed(device),
]);
