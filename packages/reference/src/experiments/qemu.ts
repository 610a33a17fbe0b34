import type { Experiment } from './experiment.js';

/** The two ways into a guest; both have 1000 slots by default. */
const devices = [
  { tables: 'v3_tap', preset: 'tap-e1000', reader: 'qemu-e1000' },
  { tables: 'v3_vhost', preset: 'tap-vhost', reader: 'vhost-net' },
] as const;

const columns = [
  { column: 'default_mbps', patched: false },
  { column: 'patched_mbps', patched: true },
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

/**
 * The guest's window is half of its buffer, as by TCP_DEFAULT_SCALING_RATIO (include/net/tcp.h) and, before Linux 6.6, by
 * tcp_adv_win_scale = 1: payload over truesize is that share, and 1448 the payload of a packet.
 */
export const guest = { 'receiver.truesize': '2896' };

type Device = (typeof devices)[number];

function local({ tables, preset, reader }: Device): Experiment[] {
  return queueLengths.flatMap((queueLength) =>
    columns.map(({ column, patched }) => ({
      id: `${tables}_qlen/${queueLength}/${column}`,
      preset: presetName(preset, patched),
      settings: { ...guest, 'device.queueLength': `${queueLength}` },
      setups: [reader, 'qemu-host'],
      publishedSeconds: 300,
      note: 'The qdisc of the host is not stated; pfifo_fast stands in for it.',
    })),
  );
}

function delayed({ tables, preset, reader }: Device): Experiment[] {
  return nominalRtts.flatMap((nominal) =>
    columns.map(({ column, patched }) => {
      const id = `${tables}_delay/${nominal}/${column}`;
      const measured = measuredRtts[id];
      const rttNote = `Simulated at the RTT of its raw file, ${measured} ms: the nominal ${nominal} ms was not set. `;
      return {
        id,
        preset: presetName(`${preset}-delay`, patched),
        settings: { ...guest, 'path.rtt': `${measured ?? nominal}ms` },
        setups: [reader, 'qemu-host'],
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

function presetName(preset: string, patched: boolean): string {
  return `${preset}${patched ? '-patched' : ''}`;
}
