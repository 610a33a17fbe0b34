import { applySettings, parseScenario, readDocument, validateScenario } from '@tunq/scenario';
import { runScenario } from '@tunq/sim';
import { describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.js';
import { fixtures } from './fixtures.fixture.js';
import type { Limit } from './limits.js';

const diagnosed = fixtures
  .map(({ name, sources, seconds }) => ({ name, ...diagnose(sources, { seconds }) }))
  .filter(({ scenario }) => scenario.yaml !== null);

async function simulated(yaml: string, settings: readonly string[] = []) {
  const document = applySettings(readDocument(yaml, { file: 'limit.yaml' }), [...settings]);
  return (await runScenario(validateScenario(document))).result;
}

/** What a limit shows in a result, beyond that taking it away helps. */
const shows: Partial<Record<Limit, (result: Awaited<ReturnType<typeof simulated>>) => void>> = {
  'ring-tail-drop': ({ ringDrops }) => expect(ringDrops).toBeGreaterThan(0),
  noqueue: ({ ringDrops }) => expect(ringDrops).toBeGreaterThan(0),
  'path-loss': ({ pathDrops, ringDrops }) => {
    expect(pathDrops).toBeGreaterThan(0);
    expect(ringDrops).toBe(0);
  },
  'path-bottleneck': ({ ringDrops }) => expect(ringDrops).toBe(0),
  'receive-window': ({ retransmits }) => expect(retransmits).toBe(0),
  qdisc: ({ ringDrops }) => expect(ringDrops).toBe(0),
  application: ({ ringDrops, qdiscDrops }) => expect(ringDrops + qdiscDrops).toBe(0),
  healthy: ({ ringDrops, qdiscDrops, retransmits }) => expect(ringDrops + qdiscDrops + retransmits).toBe(0),
};

/** The ACKs of a connection that comes back fill the ring. */
const bothWays = 'tail-drop-both-ways';

describe('the scenario that reproduces the limit', () => {
  test.each(diagnosed.map((one) => [one.name, one] as const))('%s', async (_, { limit, scenario: { yaml, relax } }) => {
    expect(parseScenario(yaml!)).toBeDefined();
    const result = await simulated(yaml!);
    shows[limit]?.(result);
    if (!relax) {
      expect(['application', 'healthy']).toContain(limit);
      return;
    }
    expect((await simulated(yaml!, [`${relax.key}=${relax.now}`])).goodputMbps).toBe(result.goodputMbps);
    const without = await simulated(yaml!, [`${relax.key}=${relax.without}`]);
    expect(without.goodputMbps).toBeGreaterThan(result.goodputMbps * 1.2);
  });

  test('there is none where other traffic fills the ring', () => {
    const { limit, certainty, scenario } = diagnose(fixtures.find(({ name }) => name === bothWays)!.sources);
    expect({ limit, certainty }).toEqual({ limit: 'ring-tail-drop', certainty: 'likely' });
    expect(scenario).toEqual({ yaml: null, reason: expect.stringContaining('other traffic') });
  });

  test('there is one for all limits that a simulation can have', () => {
    const without = fixtures
      .filter(({ name }) => name !== bothWays && !diagnosed.some((one) => one.name === name))
      .map(({ expected }) => expected);
    expect([...new Set(without)].sort()).toEqual(['idle', 'no-reader', 'send-buffer', 'unknown', 'wrong-device']);
  });
});
