import { expect, test } from 'vitest';
import { cellScenario } from './cell-scenario.js';
import { readCells } from './read-cells.js';
import { cellSeries } from './series.js';

const text = JSON.stringify({
  id: 'two flows',
  scenario: { duration: 2, flows: [{ count: 2 }], path: { rtt: '20ms' }, device: { queueLength: 20 } },
  measured: { goodputMbps: 100, ringDrops: 33 },
  intervals: [
    { t: 0.5, mbps: 90, rtx: 3, cwnd: [14_480, 28_960], rtt: [20_500, 21_000] },
    { t: 1, mbps: 91, rtx: 0, cwnd: [14_480, 28_960], rtt: [20_500, 21_000] },
  ],
  samples: [
    { t: 0.1, flows: [] },
    {
      t: 0.62,
      flows: [
        { cwnd: 10, bytes_acked: 0 },
        { cwnd: 20, ssthresh: 7, bytes_acked: 1_000_000 },
      ],
    },
    {
      t: 1.12,
      flows: [
        { cwnd: 10, bytes_acked: 625_000 },
        // As ss prints them.
        { cwnd: '20', ssthresh: '8', bytes_acked: '1000000' },
      ],
    },
  ],
});

test('measured and simulated courses have one time axis and the same units', async () => {
  const [placed] = readCells(text, 'cells');
  const runnable = cellScenario(placed!);
  if (!('scenario' in runnable)) throw runnable.fault;
  const { seconds, measured, simulated } = await cellSeries(placed!.cell, runnable.scenario);
  expect(seconds).toBe(2);
  const [first, second] = measured.flows;
  expect(first!.cwnd).toEqual([
    { t: 0.5, value: 10 },
    { t: 1, value: 10 },
  ]);
  expect(first!.rtt[0]).toEqual({ t: 0.5, value: 20.5 });
  // Four round trips and one more a stream come before the data.
  expect(second!.ssthresh.map(({ value }) => value)).toEqual([7, 8]);
  expect(second!.ssthresh[0]!.t).toBeCloseTo(0.5, 9);
  expect(first!.goodput.map(({ value }) => Math.round(value))).toEqual([10]);
  expect(measured.retransmits).toEqual([
    { t: 0.5, value: 3 },
    { t: 1, value: 0 },
  ]);
  expect(measured).toMatchObject({ drops: [], ringDrops: 33 });

  expect(simulated.flows).toHaveLength(2);
  const sum = (points: readonly { value: number }[]) => points.reduce((total, { value }) => total + value, 0);
  // The reader takes 30 µs a packet: 386 Mbit/s of payload at most, in four intervals.
  const mean = simulated.flows.reduce((total, { goodput }) => total + sum(goodput) / 4, 0);
  expect(mean).toBeGreaterThan(20);
  expect(mean).toBeLessThan(386);
  expect(sum(simulated.drops)).toBeGreaterThan(0);
  // Until all had drained.
  expect(simulated.ringDrops).toBeGreaterThanOrEqual(sum(simulated.drops));
  expect(sum(simulated.retransmits)).toBeGreaterThan(0);
  expect(simulated.flows[0]!.cwnd.every(({ t }) => t <= 2)).toBe(true);
  expect(simulated.flows[0]!.rtt[0]!.value).toBeGreaterThanOrEqual(20);
});

test('intervals of another length, and values that are not there', async () => {
  const given = {
    id: 'sparse',
    scenario: { duration: 1, path: { rtt: '20ms' } },
    measured: { goodputMbps: 100 },
    intervals: [
      { t: 0.2, rtx: null },
      { t: 0.4, cwnd: [null] },
      { t: 0.6, cwnd: 'x', rtt: ['?'] },
    ],
    samples: [{ t: 0.5 }, { t: 0.7, flows: [null] }],
  };
  const [placed] = readCells(JSON.stringify(given), 'cells');
  const runnable = cellScenario(placed!);
  if (!('scenario' in runnable)) throw runnable.fault;
  const { measured, simulated } = await cellSeries(placed!.cell, runnable.scenario);
  expect(measured).toEqual({
    flows: [{ cwnd: [], rtt: [], ssthresh: [], goodput: [] }],
    retransmits: [],
    drops: [],
    ringDrops: null,
  });
  expect(simulated.retransmits.map(({ t }) => t)).toEqual([0.2, 0.4, 0.6, 0.8, 1].map((t) => expect.closeTo(t, 9)));
});
