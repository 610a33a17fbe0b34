import type { ValidatedCell } from './compare-cell.js';

/** A compared cell of which only some figures matter. */
export function comparedCell(
  id: string,
  {
    goodput = [100, 100],
    rtt = [50, 50],
    retransmits = [0, 0],
    ringDrops = [0, 0],
    stops,
  }: Partial<
    Record<'goodput' | 'rtt' | 'retransmits' | 'ringDrops' | 'stops', readonly [measured: number, simulated: number]>
  > = {},
): ValidatedCell {
  const error = ([measured, simulated]: readonly [number, number]) =>
    measured === 0 ? null : (simulated - measured) / measured;
  const [measuredStops, simulatedStops] = stops ?? [0, 0];
  return {
    id,
    params: { device: { flowControl: stops ? 'linux-7.3' : 'tail-drop' } },
    measured: {
      goodputMbps: goodput[0],
      rttMs: { mean: rtt[0] },
      retransmits: retransmits[0],
      ringDrops: ringDrops[0],
      queueStops: measuredStops,
      queueWakes: measuredStops,
    },
    simulated: {
      goodputMbps: goodput[1],
      goodputMbpsSecondHalf: goodput[1],
      flowsMbps: [goodput[1]],
      retransmits: retransmits[1],
      ringDrops: ringDrops[1],
      qdiscDrops: 0,
      queueStops: simulatedStops,
      queueWakes: simulatedStops,
      rttMs: { min: rtt[1], mean: rtt[1], max: rtt[1] },
      maxCwndBytes: 14_480,
      cpuSeconds: 0.1,
    },
    error: {
      goodput: error(goodput),
      meanRtt: error(rtt),
      retransmits: error(retransmits),
      ringDrops: error(ringDrops),
      qdiscDrops: null,
      queueStops: error([measuredStops, simulatedStops]),
      queueWakes: error([measuredStops, simulatedStops]),
      maxCwnd: null,
    },
  };
}
