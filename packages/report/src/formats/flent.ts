import type { RunResult, TraceKind, TraceRecord } from '@tunq/sim';
import { FlowSamples, sampleKinds } from './flow-samples.js';

/**
 * A data file of flent (flent.org), format 4: flent/resultset.py, `ResultSet.serialise`. The tests are those of
 * flent/tests/tcp_1up.conf and tcp_nup.conf, with their names of series.
 */
export interface FlentFile {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly version: 4;
  /** Seconds. */
  readonly x_values: readonly number[];
  /** Values of each series at these times; null: none. */
  readonly results: Readonly<Record<string, readonly (number | null)[]>>;
  readonly raw_values: Readonly<Record<string, readonly FlentPoint[]>>;
}

/** `t`: s since the epoch. */
export type FlentPoint = { readonly t: number; readonly val: number } & Readonly<Record<string, number>>;

/** The format was that of this release. */
const release = '2.1.1';

/** Virtual time 0, as in captures: s since the epoch. */
const epochSeconds = 1_767_225_600;

const pingSeries = 'Ping (ms) ICMP';

interface Pong {
  readonly timeNs: number;
  readonly rttNs: number;
}

/** Gathers what a flent file shows: samples of the flows, and round trips of pings. */
export class FlentRecorder {
  static readonly kinds: readonly TraceKind[] = [...sampleKinds, 'ping'];
  readonly #samples = new FlowSamples();
  readonly #pongs: Pong[] = [];

  records(records: readonly TraceRecord[]): void {
    this.#samples.records(records);
    for (const { kind, time, b, c } of records) {
      if (kind === 'ping') this.#pongs.push({ timeNs: time, rttNs: b + c * 2 ** 32 });
    }
  }

  /**
   * The file of a finished run.
   *
   * @param title names the run in legends
   * @throws {RangeError} when the run has no TCP flow
   */
  file({ scenario, version, result }: RunResult, title: string): FlentFile {
    const flows = result.flows.flatMap(({ kind }, flow) => (kind === 'tcp' ? [flow] : []));
    if (flows.length === 0) throw new RangeError('no TCP flow');
    const single = flows.length === 1;
    const step = scenario.sampleInterval / 1e9;
    const length = scenario.duration / 1e9;
    const times = sampleTimes(scenario.duration, scenario.sampleInterval);
    const streams = flows.map((flow, i) => ({
      name: single ? 'TCP upload' : `TCP upload::${i + 1}`,
      points: this.#rates(flow, times),
      meanMbps: result.flows[flow]!.goodputMbps,
    }));
    const sum = times.map((_, i) => streams.reduce((total, { points }) => total + points[i]!.val, 0));
    const pongs = this.#pongs.filter(({ timeNs }) => timeNs <= scenario.duration);
    const hasPing = result.pingMs !== undefined;
    const totals = {
      'TCP upload sum': sum,
      'TCP upload avg': sum.map((value) => value / flows.length),
    };
    return {
      version: 4,
      metadata: {
        NAME: single ? 'tcp_1up' : 'tcp_nup',
        TITLE: title,
        NOTE: `simulated by tunq ${version}`,
        TIME: iso(0),
        T0: iso(0),
        HOST: 'receiver',
        HOSTS: ['receiver'],
        LOCAL_HOST: 'sender',
        LENGTH: length,
        TOTAL_LENGTH: length,
        STEP_SIZE: step,
        TEST_PARAMETERS: single ? {} : { upload_streams: `${flows.length}` },
        FLENT_VERSION: release,
        IP_VERSION: 4,
        BATCH_NAME: null,
        BATCH_TIME: null,
        BATCH_TITLE: null,
        BATCH_UUID: null,
        DATA_FILENAME: null,
        HTTP_GETTER_URLLIST: null,
        HTTP_GETTER_DNS: null,
        HTTP_GETTER_WORKERS: null,
        TUNQ_SCENARIO: scenario,
        SERIES_META: {
          ...Object.fromEntries(
            streams.map(({ name, meanMbps }) => [name, { MEAN_VALUE: meanMbps, UNITS: 'Mbits/s', RUNNER: 'tunq' }]),
          ),
          ...(!single && { 'TCP upload sum': { UNITS: 'Mbits/s' }, 'TCP upload avg': { UNITS: 'Mbits/s' } }),
          ...(hasPing && { [pingSeries]: { MEAN_VALUE: result.pingMs!.mean, UNITS: 'ms', RUNNER: 'tunq' } }),
        },
      },
      x_values: times.map((ns) => ns / 1e9),
      results: {
        ...Object.fromEntries(streams.map(({ name, points }) => [name, points.map(({ val }) => val)])),
        ...(!single && totals),
        ...(hasPing && { [pingSeries]: lastOfEach(pongs, times) }),
      },
      raw_values: {
        ...Object.fromEntries(streams.map(({ name, points }) => [name, points])),
        ...(hasPing && { [pingSeries]: pongs.map(({ timeNs, rttNs }) => ({ t: seconds(timeNs), val: rttNs / 1e6 })) }),
      },
    };
  }

  /** Rates of what arrived, Mbit/s, at the ends of the steps. */
  #rates(flow: number, times: readonly number[]): FlentPoint[] {
    const samples = new Map(this.#samples.of(flow).map((sample) => [sample.timeNs, sample]));
    let bytes = 0;
    let before = 0;
    return times.map((timeNs) => {
      const sample = samples.get(timeNs);
      const received = sample?.receivedBytes ?? bytes;
      const val = ((received - bytes) * 8e3) / (timeNs - before);
      const dur = (timeNs - before) / 1e9;
      bytes = received;
      before = timeNs;
      const tcp = sample && {
        tcp_rtt: sample.srttUs / 1e3,
        tcp_rtt_var: sample.rttVarUs / 1e3,
        tcp_cwnd: sample.cwnd,
        tcp_delivery_rate: val,
      };
      return { t: seconds(timeNs), val, dur, ...tcp };
    });
  }
}

/** When the core samples, ns: at every interval before the end, and at the end. */
function sampleTimes(duration: number, interval: number): number[] {
  const times: number[] = [];
  for (let time = interval; time < duration; time += interval) times.push(time);
  return [...times, duration];
}

function seconds(ns: number): number {
  return epochSeconds + ns / 1e9;
}

function iso(ns: number): string {
  // Python reads six digits of a second.
  return new Date(epochSeconds * 1e3 + ns / 1e6).toISOString().replace(/\.(\d{3})Z$/, '.$1000Z');
}

/** The last round trip of each step, ms. */
function lastOfEach(pongs: readonly Pong[], times: readonly number[]): (number | null)[] {
  let at = 0;
  return times.map((time) => {
    let last: number | null = null;
    for (; at < pongs.length && pongs[at]!.timeNs <= time; at++) last = pongs[at]!.rttNs / 1e6;
    return last;
  });
}
