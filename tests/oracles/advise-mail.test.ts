import { publishedCells } from '@tunq/reference';
import { type Advice, type AdviseOutcome, type AdviseReader, advise, adviseDefaults } from '@tunq/sim';
import { runMany } from '@tunq/sim/node';
import { beforeAll, describe, expect, test } from 'vitest';

/**
 * The set-up of the patch mail, from Germany to the USA: 185 Mbit/s, 120 ms. What `advise` says of it is held against the
 * table that was measured there, which no run looks up. The table has no latency.
 */
const table = 'v3_tun_realworld_qlen';

/** Mbit/s by queue length. */
function published(column: string): Map<number, number> {
  return new Map(
    publishedCells(table)
      .filter((cell) => cell.id.endsWith(`/${column}`))
      .map((cell) => [Number(cell.id.split('/')[1]), cell.value]),
  );
}

const most = (rates: Iterable<number>) => Math.max(...rates);

describe.each([
  ['wireguard-go', 'wireguard_go'],
  ['openvpn', 'openvpn'],
] as const)('%s', (reader, column) => {
  const stock = published(`${column}_mbps`);
  const patched = published(`${column}_patched_mbps`);

  describe.each(['reader', 'path'] as const)('with the rate at the %s', (bottleneck) => {
    let advice: Advice;
    beforeAll(async () => {
      advice = await ask(reader, { bottleneck });
    }, 120_000);

    const rates = (flowControl: string) =>
      new Map(
        advice.outcomes
          .filter((outcome) => outcome.flowControl === flowControl && outcome.qdisc === 'fq_codel')
          .map((outcome) => [outcome.queueLength, outcome.goodputMbps.median]),
      );

    test('tail drop loses most of the throughput at small queues, as measured', () => {
      const simulated = rates('tail-drop');
      for (const length of [10, 50]) {
        expect(stock.get(length)!).toBeLessThan(0.5 * most(stock.values()));
        expect(simulated.get(length)!).toBeLessThan(0.7 * most(simulated.values()));
      }
      expect(stock.get(5000)!).toBeGreaterThan(0.98 * most(stock.values()));
      expect(simulated.get(5000)!).toBeGreaterThan(0.98 * most(simulated.values()));
    });

    test('backpressure keeps the rate at every queue length of the table, as measured', () => {
      const simulated = rates('linux-7.3');
      for (const [length, rate] of patched) {
        expect(rate).toBeGreaterThan(0.98 * most(patched.values()));
        expect(simulated.get(length)!).toBeGreaterThan(0.98 * most(simulated.values()));
      }
    });
  });

  test('so a short ring with backpressure is recommended, which makes a ping wait less than a long one', async () => {
    const { recommendation, outcomes } = await ask(reader);
    const pick = outcomes.find(({ id }) => id === recommendation.pick)!;
    expect(recommendation.verdict).toBe('change');
    expect(pick).toMatchObject({ flowControl: 'linux-7.3', qdisc: 'fq_codel' });
    expect(pick.queueLength).toBeLessThanOrEqual(100);
    // As much as the best row of the table has, but for slow start.
    expect(pick.goodputMbps.median).toBeGreaterThan(0.98 * most(outcomes.map(rate)));
    const long = outcomes.find(({ id }) => id === 'linux-7.3 5000 fq_codel')!;
    expect(pick.pingAddedMs!.median).toBeLessThan(0.7 * long.pingAddedMs!.median);
    expect(recommendation.change.goodputShare).toBeGreaterThan(0.3);
    expect(recommendation.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['tail-drop-loses', 'backpressure-keeps', 'short-ring-quick']),
    );
  });

  test('without backpressure, a queue as long as the stock rows that lose nothing', async () => {
    const { recommendation, outcomes } = await ask(reader, {
      kernel: { flowControl: 'tail-drop', backpressure: null },
    });
    const pick = outcomes.find(({ id }) => id === recommendation.pick)!;
    const enough = [...stock].filter(([, value]) => value > 0.95 * most(stock.values())).map(([length]) => length);
    expect(pick.flowControl).toBe('tail-drop');
    expect(pick.queueLength).toBeGreaterThanOrEqual(Math.min(...enough));
    expect(recommendation.verdict).toBe('change');
    // The same length is named where backpressure is recommended, for those who cannot have it.
    const both = await ask(reader);
    expect(both.recommendation.withoutBackpressure).toBe(recommendation.pick);
  });

  test('the traps of it', async () => {
    const { traps } = await ask(reader);
    expect(traps.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['needs-qdisc', 'pfifo-fast-shrinks', 'larger-window', 'pacing']),
    );
  });
});

test('where the path is the bottleneck, and the ring never full, wireguard-go’s queue is left as it is', async () => {
  const { recommendation } = await ask('wireguard-go', { bottleneck: 'path' });
  expect(recommendation.verdict).toBe('leave-it');
});

function rate({ goodputMbps }: AdviseOutcome): number {
  return goodputMbps.median;
}

const asked = new Map<string, Promise<Advice>>();

/** The advice for 185 Mbit/s and 120 ms; the same question is asked once. */
function ask(reader: AdviseReader, other: Partial<Parameters<typeof advise>[0]> = {}): Promise<Advice> {
  const question = { ...adviseDefaults, reader, rtt: 120e6, rate: 185e6, ...other };
  const key = JSON.stringify(question);
  if (!asked.has(key)) asked.set(key, advise(question, { run: runMany }));
  return asked.get(key)!;
}
