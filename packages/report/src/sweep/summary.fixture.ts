import type { MedianInterval, PlanSummary } from '@tunq/sim';

/** An interval of six values around a median. */
export function around(median: number, half = median / 10): MedianInterval {
  return { median, low: median - half, high: median + half, confidence: 0.96875, count: 6 };
}

/** Two axes of three and two steps; goodput is ten times the number of the point and one, and the ring drops at one point. */
export const twoAxes: PlanSummary = {
  name: 'lengths',
  axes: [
    { keys: ['device.queueLength'], steps: [[10], [100], [500]] },
    { keys: ['device.flowControl'], steps: [['tail-drop'], [{ kind: 'linux-7.3', wakeAt: 'empty' }]] },
  ],
  replicates: 6,
  points: [10, 100, 500]
    .flatMap((length) => [
      [length, 'tail-drop'],
      [length, { kind: 'linux-7.3', wakeAt: 'empty' }],
    ])
    .map((values, point) => ({
      point,
      values,
      failed: point === 5 ? 2 : 0,
      measured: {
        goodputMbps: point === 4 ? null : around(10 * (point + 1)),
        'rttSamplesMs.p99': around(120 + point, 0),
        ringDrops: around(point === 0 ? 12_345 : 0),
        retransmits: around(0),
        'pingMs.p99': null,
        flowGoodputJain: around(1, 0),
      },
    })),
};
