import { bundledCaptures, type ValidationReport, validatePackets } from '@tunq/reference';
import { bundledCapture, bundledCells, validate } from '@tunq/reference/node';
import { type ScenarioError, validateScenario } from '@tunq/scenario';
import { beforeAll, describe, expect, test } from 'vitest';
import { holdErrors, holdFigure, printMisses, type Ratchet } from './ratchet.js';

/**
 * The simulation against the real kernel. What it reaches is asserted, so that it is not lost; what it misses of the bars
 * is printed, with the cells.
 */
const classes: readonly {
  readonly name: string;
  readonly of: RegExp;
  /** Cells of the class that must be simulated. */
  readonly cells: number;
  /** Greatest absolute errors of goodput and of the mean RTT that are allowed: median, nine in ten, all. */
  readonly goodput: Ratchet;
  readonly meanRtt: Ratchet;
}[] = [
  {
    name: 'one CUBIC flow, pfifo_fast',
    of: /^cubic-1f-pfifo_fast-(?!.*tso)/,
    cells: 63,
    goodput: [0.0001, 0.0005, 0.001],
    meanRtt: [0.0002, 0.0015, 0.024],
  },
  {
    name: 'several CUBIC flows, pfifo_fast',
    of: /^cubic-[2-9]f-pfifo_fast-(?!.*tso)/,
    cells: 15,
    goodput: [0.0008, 0.0255, 0.143],
    meanRtt: [0.0032, 0.0185, 0.0215],
  },
  {
    name: 'Reno, pfifo_fast',
    of: /^reno-.*pfifo_fast-(?!.*tso)/,
    cells: 10,
    goodput: [0.0001, 0.0005, 0.006],
    meanRtt: [0.0001, 0.0002, 0.0005],
  },
  {
    name: 'noqueue',
    of: /-noqueue-/,
    cells: 2,
    goodput: [0.0012, 0.0012, 0.0012],
    meanRtt: [0.0265, 0.0265, 0.0265],
  },
  {
    name: 'fq_codel',
    of: /-fq_codel-(?!.*tso)/,
    cells: 16,
    goodput: [0.0003, 0.002, 0.006],
    meanRtt: [0.0005, 0.022, 0.042],
  },
  {
    name: 'fq',
    of: /-fq-(?!.*tso)/,
    cells: 5,
    goodput: [0.0002, 0.001, 0.001],
    meanRtt: [0.0005, 0.0115, 0.0115],
  },
  {
    name: 'BBR',
    of: /^bbr-(?!.*tso)/,
    cells: 9,
    goodput: [0.002, 0.02, 0.02],
    meanRtt: [0.0055, 0.063, 0.063],
  },
  {
    name: 'TSO slots',
    of: /-tso-/,
    cells: 22,
    goodput: [0.0005, 0.001, 0.08],
    meanRtt: [0.0015, 0.025, 0.12],
  },
];

let report: ValidationReport;

beforeAll(async () => {
  const cells = await bundledCells();
  report = await validate(cells);
  printMisses(report);
}, 300_000);

test('every cell has its row or its reason', () => {
  expect(report.cells.length + report.misses.length).toBe(141);
  expect(report.summary.cells).toBe(141);
});

test('no run fails: what is missing is a model, not a bug', () => {
  for (const { id, reason } of report.misses) expect(reason, id).toMatch(/is not simulated yet|unknown/);
});

test('no ring drops where the kernel has none', () => {
  expect(report.summary.zeroDrops.violating).toEqual([]);
});

test('the order of the cells by goodput is kept', () => {
  const { pairs, violations } = report.summary.ordering;
  expect(violations / pairs).toBeLessThan(0.003);
});

describe('errors, a class of cells each', () => {
  test.each(classes)('$name', ({ of, cells, goodput, meanRtt }) => {
    const chosen = report.cells.filter(({ id }) => of.test(id));
    expect(chosen.length).toBeGreaterThanOrEqual(cells);
    holdErrors(chosen, 'goodput', goodput);
    holdErrors(chosen, 'meanRtt', meanRtt);
  });

  test('retransmits', () => {
    expect(report.summary.retransmits?.cells).toBe(57);
    holdFigure(report.summary.retransmits, [0, 0.0941], 'retransmits');
  });

  test('stops and wakes of backpressure', () => {
    expect(report.summary.queueStops?.cells).toBe(60);
    holdFigure(report.summary.queueStops, [0.0001, 0.0088, 0.045], 'stops');
    holdFigure(report.summary.queueWakes, [0.0001, 0.0088, 0.045], 'wakes');
  });
});

describe('packets', () => {
  /** Packets from the first data on that agree in order, sequence number and length; a new rule only adds to them. */
  const agreeing: Readonly<Record<string, number>> = {
    'cubic-1f-pfifo_fast-q500-40ms-30us-drop': 14_911,
    'cubic-1f-pfifo_fast-q500-40ms-30us-bp': 138_829,
    'cubic-1f-pfifo_fast-q50-120ms-30us-drop': 4970,
    'reno-1f-pfifo_fast-q100-40ms-60us-drop': 13_973,
    'cubic-1f-pfifo_fast-q10-120ms-60us-drop': 1637,
    'bbr-1f-pfifo_fast-q100-120ms-30us-drop': 10_853,
    'cubic-4f-fq_codel-q50-20ms-120us-bp': 37_503,
  };

  test.each(bundledCaptures)('%s', async (name) => {
    const { capture, document } = await bundledCapture(name);
    let scenario: ReturnType<typeof validateScenario>;
    try {
      scenario = validateScenario(document);
    } catch (error) {
      expect((error as ScenarioError).message).toContain('is not simulated yet');
      expect(agreeing[name]).toBe(0);
      return;
    }
    const { agree, reached, measured } = await validatePackets(capture, scenario);
    console.log(`${name}: ${agree} of ${measured} packets agree`);
    expect(agree).toBeGreaterThanOrEqual(agreeing[name]!);
    // Null where the ring drops nothing, as under backpressure.
    if (agreeing[name]! > 0) expect(reached.firstRingDrop).not.toBe(false);
  });
});
