import { expect, test } from 'vitest';
import { errorBars, figureStatistics, figures } from './bars.js';
import { comparedCell } from './cell.fixture.js';

const figure = (name: string) => figures.find((candidate) => candidate.name === name)!;
const bar = (bars: ReturnType<typeof errorBars>, name: string, statistic: string) =>
  bars.find((candidate) => candidate.figure === name && candidate.statistic === statistic);

test('the bars are those that were asked for', () => {
  expect(Object.fromEntries(figures.map(({ name, limits }) => [name, limits]))).toEqual({
    goodput: { medianAbs: 0.01, p90Abs: 0.03, maxAbs: 0.1 },
    meanRtt: { medianAbs: 0.01, p90Abs: 0.05, maxAbs: 0.15 },
    retransmits: { medianAbs: 0.05, p90Abs: 0.2 },
    queueStops: { medianAbs: 0.03, p90Abs: 0.15 },
    queueWakes: { medianAbs: 0.03, p90Abs: 0.15 },
  });
});

test('an error on the limit passes, one above it does not', () => {
  const bars = errorBars(
    [comparedCell('on', { goodput: [100, 99] }), comparedCell('too', { goodput: [100, 101] })],
    [],
  );
  expect(bar(bars, 'goodput', 'median')).toEqual({
    figure: 'goodput',
    statistic: 'median',
    limit: 0.01,
    value: 0.01,
    pass: true,
  });
  const above = errorBars([comparedCell('off', { goodput: [100, 88] })], []);
  expect(above.filter(({ pass }) => !pass).map(({ figure, statistic }) => `${figure} ${statistic}`)).toEqual([
    'goodput median',
    'goodput p90',
    'goodput max',
  ]);
});

test('retransmits count where the kernel had more than 20', () => {
  const cells = [
    comparedCell('few', { retransmits: [20, 0] }),
    comparedCell('some', { retransmits: [21, 21] }),
    comparedCell('many', { retransmits: [100, 110] }),
  ];
  expect(figureStatistics(cells, figure('retransmits'))).toEqual({
    cells: 2,
    medianAbs: 0.05,
    p90Abs: 0.1,
    maxAbs: 0.1,
  });
});

test('stops count where there is backpressure, none of them being 0', () => {
  const cells = [
    comparedCell('tail drop'),
    comparedCell('none', { stops: [0, 0] }),
    comparedCell('ten', { stops: [10, 9] }),
  ];
  expect(figureStatistics(cells, figure('queueStops'))).toMatchObject({ cells: 2, maxAbs: 0.1 });
});

test('a stop where the kernel has none is infinitely far off', () => {
  const cells = [comparedCell('none', { stops: [0, 1] }), comparedCell('same', { stops: [5, 5] })];
  expect(figureStatistics(cells, figure('queueStops'))).toEqual({
    cells: 2,
    medianAbs: null,
    p90Abs: null,
    maxAbs: null,
  });
  expect(bar(errorBars(cells, []), 'queueStops', 'p90')).toMatchObject({ value: null, pass: false });
});

test('a cell that was not simulated is infinitely far off in the figures that it has', () => {
  const cells = Array.from({ length: 9 }, (_, i) => comparedCell(`${i}`));
  const one = errorBars(cells, [comparedCell('missed')]);
  expect(bar(one, 'goodput', 'p90')).toMatchObject({ value: 0, pass: true });
  expect(bar(one, 'goodput', 'max')).toMatchObject({ value: null, pass: false });
  expect(bar(one, 'queueStops', 'median')).toBeUndefined();
  const two = errorBars(cells, [comparedCell('missed'), comparedCell('too')]);
  expect(bar(two, 'goodput', 'p90')).toMatchObject({ value: null, pass: false });
});
