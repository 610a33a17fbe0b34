import { describe, expect, test } from 'vitest';
import { diagnose, judge } from './diagnose.js';
import { fixtures } from './fixtures.fixture.js';
import { recognise } from './recognise.js';

describe('captured from the real tools', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, { expected, sources }) => {
    const diagnosis = diagnose(sources);
    expect(diagnosis.limit).toBe(expected);
    const names = sources.map(({ name }) => name);
    const shown = [...diagnosis.evidence, ...diagnosis.excluded.flatMap(({ evidence }) => evidence)];
    for (const { sources: from, means } of shown) {
      expect(means).not.toBe('');
      expect(from.length).toBeGreaterThan(0);
      expect(names).toEqual(expect.arrayContaining([...from]));
    }
    if (expected === 'unknown') expect(diagnosis.missing).not.toEqual([]);
    else expect(diagnosis.evidence).not.toEqual([]);
  });

  test('in the wrong order: the same answer or none, and the order is named', () => {
    for (const { sources, expected, limit, also } of fixtures) {
      const reversed = [...sources].reverse();
      const found = diagnose(reversed);
      expect([expected, limit, ...also, 'unknown']).toContain(found.limit);
    }
    const { sources } = fixtures.find(({ name }) => name === 'reader-1000')!;
    expect(diagnose([...sources].reverse()).missing[0]?.what).toMatch(
      /^the counters in 1-link\.json are lower than in 2-link\.json/,
    );
  });

  test('a device that was asked for and is none names the one that is', () => {
    const { sources } = fixtures.find(({ name }) => name === 'reader-1000')!;
    const links = sources
      .filter(({ name }) => name.endsWith('link.json'))
      .map(({ name, text }) => {
        const [first, ...others] = JSON.parse(text) as { readonly ifname: string }[];
        const veth = { ...others[0], ifname: 'eth0', link_type: 'ether', linkinfo: { info_kind: 'veth' } };
        return { name, text: JSON.stringify([first, veth, ...others]) };
      });
    const { limit, evidence } = diagnose(links, { device: 'eth0' });
    expect({ limit, evidence }).toMatchObject({ limit: 'wrong-device', evidence: [{ what: 'device', value: 'eth0' }] });
    expect(evidence[0]!.means).toMatch(/there is tun0$/);
  });

  test('are many, and of every limit', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(14);
    expect(new Set(fixtures.map(({ expected }) => expected)).size).toBe(14);
  });
});

// Every set of the files of every fixture: an answer from less is the same answer, or none. No rule asks nstat, so its
// two files come and go together.
describe('with sources taken away', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    (_, { expected, limit, also, sources }) => {
      const all = sources.map(recognise);
      const [counters, recognised] = [
        all.filter(({ kind }) => kind === 'nstat'),
        all.filter(({ kind }) => kind !== 'nstat'),
      ];
      const allowed = new Set([expected, limit, ...also, 'unknown']);
      const wrong: string[] = [];
      for (let mask = 1; mask < 2 ** recognised.length; mask++) {
        const chosen = recognised.filter((_source, i) => (mask >> i) & 1);
        const some = mask % 3 === 0 ? [...chosen, ...counters] : chosen;
        const found = judge(some).limit;
        if (!allowed.has(found)) wrong.push(`${found}: ${some.map(({ name }) => name).join(' ')}`);
      }
      expect(wrong).toEqual([]);
    },
  );
});
