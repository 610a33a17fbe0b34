import { type CoreConfig, Simulation, type TraceRecord } from '@tunq/core';
import { cubicK, cubicWindow } from '@tunq/tcp';
import { describe, expect, test } from 'vitest';
import { experiment, rtt } from './experiment.js';

/** `icsk_ca_state` (include/uapi/linux/tcp.h). */
const OPEN = 0;
const RECOVERY = 3;
const LOSS = 4;

/** C and β of tcp_cubic.c: `bic_scale` 41 · 10/1024, 717/1024. */
const linux = { c: 410 / 1024, beta: 717 / 1024 };

interface Epoch {
  /** End of the recovery, ns: the curve begins with the next ACK. */
  readonly start: number;
  /** Window at the loss, and the maximum that the curve aims at, segments. */
  readonly prior: number;
  readonly wMax: number;
  /** Window right after the loss. */
  readonly reduced: number;
  readonly samples: { readonly t: number; readonly cwnd: number }[];
}

function traceOf(config: CoreConfig): TraceRecord[] {
  const simulation = new Simulation(config);
  const records: TraceRecord[] = [];
  for (let done = false; !done; ) {
    done = simulation.step(50_000);
    records.push(...simulation.takeTrace());
  }
  return records;
}

/** The stretches between two losses, from the trace of one flow; those that a timeout began are left out. */
function epochsOf(records: readonly TraceRecord[]): Epoch[] {
  const epochs: Epoch[] = [];
  let aim = 0;
  let prior = 0;
  let open: Epoch | undefined;
  for (const { kind, code, time, a: cwnd, b: ssthresh } of records) {
    if (kind === 'sample') {
      if (open && code === OPEN) open.samples.push({ t: (time - open.start) / 1e9, cwnd });
      continue;
    }
    open = undefined;
    if (code === RECOVERY) {
      // Fast convergence: a flow that could not regain its last maximum aims lower (RFC 9438 §4.7).
      aim = cwnd < aim ? Math.floor((cwnd * (1024 + 717)) / 2048) : cwnd;
      prior = cwnd;
    } else if (code === LOSS) {
      aim = 0;
      prior = 0;
    } else if (code === OPEN && prior > 0) {
      open = { start: time, prior, wMax: aim, reduced: ssthresh, samples: [] };
      epochs.push(open);
    }
  }
  return epochs;
}

describe('O9: the window of CUBIC follows C(t − K)³ + Wmax', () => {
  const hz = 250;
  const records = [1, 2, 3].map((seed) =>
    traceOf(
      experiment({
        seed,
        duration: 200e9,
        sender: { hz, tso: true, limitOutputBytes: 16 * 2 ** 20 },
        device: { queueLength: 100_000 },
        reader: { perPacket: 5_000 },
        path: { ...rtt(100e6), loss: 1e-5 },
        sampleInterval: 20e6,
        trace: { capacity: 100_000, kinds: ['sample', 'congestion'] },
      }),
    ),
  );
  // From where the window is of the size that this loss rate allows, not still falling from slow start.
  const epochs = records.flatMap((one) => epochsOf(one).filter(({ prior }) => prior < 2_500));

  test('there are enough of them, on both sides of the plateau, with and without fast convergence', () => {
    expect(epochs.length).toBeGreaterThan(40);
    expect(epochs.flatMap(({ samples }) => samples).length).toBeGreaterThan(10_000);
    expect(epochs.filter(({ prior, wMax }) => wMax < prior).length).toBeGreaterThan(10);
    expect(epochs.filter(({ prior, wMax }) => wMax === prior).length).toBeGreaterThan(10);
    const beyond = epochs.filter(({ wMax, samples }) => (samples.at(-1)?.cwnd ?? 0) > 1.2 * wMax);
    expect(beyond.length).toBeGreaterThan(5);
  });

  test('a loss takes β = 717/1024 of the window', () => {
    for (const { prior, reduced } of epochs) expect(reduced).toBe(Math.floor((prior * 717) / 1024));
  });

  test('every sample lies on the curve', () => {
    for (const { wMax, reduced, samples } of epochs) {
      const k = Math.cbrt((wMax - reduced) / linux.c);
      for (const { t, cwnd } of samples) {
        const offset = t - k;
        const curve = linux.c * offset * offset * offset + wMax;
        // Whole segments: the target is rounded, so is the number of ACKs per segment, and the window at the start.
        // The kernel's time is that of the last tick, in units of 1/1024 s, and the window follows the tick after.
        const slope = 3 * linux.c * offset * offset;
        const tolerance = 2.5 + slope * (2 / hz + 1 / 1024);
        expect(Math.abs(cwnd - curve), `${cwnd} at ${t} s of a curve to ${wMax}`).toBeLessThan(tolerance);
      }
    }
  });

  test('which, without fast convergence, is the closed form', () => {
    for (const { prior, wMax, samples } of epochs.filter((epoch) => epoch.wMax === epoch.prior)) {
      const k = cubicK(prior, linux);
      const plateau = samples.filter(({ t }) => Math.abs(t - k) < 0.5);
      for (const { t, cwnd } of plateau) expect(Math.abs(cwnd - cubicWindow(t, wMax, linux))).toBeLessThan(2.5);
    }
  });
});
