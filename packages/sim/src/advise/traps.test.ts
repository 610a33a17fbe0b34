import { describe, expect, test } from 'vitest';
import { setUp } from './base.js';
import { outcome } from './outcome.fixture.js';
import type { AdviseOutcome } from './outcome.js';
import { largerWindow, probes } from './probes.js';
import { type AdviseQuestion, adviseDefaults } from './question.js';
import { type AdviseProbe, traps } from './traps.js';

const question: AdviseQuestion = { ...adviseDefaults, reader: 'openvpn', rtt: 120e6, rate: 185e6 };
const base = setUp(question);
const tail = outcome({}, { goodput: 100, ping: 20, ringDrops: 900 });
const pick = outcome({ flowControl: 'linux-7.3', queueLength: 50 }, { goodput: 160, ping: 6 });

function probe(of: AdviseProbe['of'], like: AdviseOutcome, settings = {}): AdviseProbe {
  const { id: _id, front: _front, ...figures } = like;
  return { of, settings, ...figures };
}

function codes(outcomes: AdviseOutcome[], done: AdviseProbe[], asked = question): string[] {
  return traps(asked, setUp(asked), { outcomes, pick, probes: done }).map(({ code }) => code);
}

const once = (value: number) => ({ median: value, min: value, max: value });
const carrying = (goodput: number, ping = 6, like = pick) => ({
  ...like,
  goodputMbps: once(goodput),
  pingAddedMs: once(ping),
});

describe('the runs that a trap is known by', () => {
  test('with backpressure: noqueue, several CPUs, a larger window, pacing', () => {
    const asked = probes(question, base, { pick, withoutBackpressure: tail });
    expect(asked.map(({ of, flowControl, qdisc }) => `${of} ${flowControl} ${qdisc}`)).toEqual([
      'no-qdisc linux-7.3 noqueue',
      'threads linux-7.3 fq_codel',
      'threads tail-drop fq_codel',
      'threads-free linux-7.3 fq_codel',
      'window linux-7.3 fq_codel',
      'window tail-drop fq_codel',
      'pacing tail-drop fq',
      'pacing linux-7.3 fq',
    ]);
  });

  test('no more than are of use', () => {
    const asked = { ...question, qdiscs: ['fq_codel', 'fq'] as const, settings: [`receiver.rmem=${largerWindow}`] };
    const left = probes(asked, setUp(asked), { pick: tail, withoutBackpressure: null });
    expect(left).toEqual([]);
    expect(probes(asked, setUp(asked), { pick, withoutBackpressure: null }).map(({ of }) => of)).toContain(
      'pfifo-fast',
    );
  });
});

describe('traps', () => {
  test('none where the runs show none', () => {
    const quiet = (['no-qdisc', 'threads', 'threads-free', 'window', 'pacing'] as const).map((of) => probe(of, pick));
    expect(codes([tail, pick], quiet)).toEqual([]);
  });

  test('backpressure without a qdisc drops', () => {
    expect(codes([tail, pick], [probe('no-qdisc', { ...carrying(60), ringDrops: 300 })])).toEqual(['needs-qdisc']);
    expect(codes([tail, pick], [probe('no-qdisc', { ...pick, ringDrops: 1 })])).toEqual(['needs-qdisc']);
  });

  test('pfifo_fast that is as short as the ring: the longest that loses', () => {
    const short = (queueLength: number, goodput: number, qdiscDrops: number) => [
      outcome({ flowControl: 'linux-7.3', queueLength, qdisc: 'pfifo_fast' }, { goodput, ping: 1, qdiscDrops }),
      outcome({ flowControl: 'linux-7.3', queueLength }, { goodput: 160, ping: 5 }),
    ];
    const outcomes = [tail, pick, ...short(1, 1, 50), ...short(5, 90, 20), ...short(10, 160, 20), ...short(20, 90, 0)];
    expect(traps(question, base, { outcomes, pick, probes: [] })).toMatchObject([
      { code: 'pfifo-fast-shrinks', at: { queueLength: 5 }, beside: { queueLength: 5, qdisc: 'fq_codel' } },
    ]);
  });

  test('several CPUs, only where their costs are why backpressure carries less', () => {
    const several = (own: number, other: number, free: number) => [
      probe('threads', carrying(own), { 'flows[0].count': '8' }),
      probe('threads', carrying(other, 20, tail), { 'flows[0].count': '8' }),
      probe('threads-free', carrying(free)),
    ];
    expect(codes([tail, pick], several(100, 140, 150))).toEqual(['many-threads']);
    expect(codes([tail, pick], several(100, 140, 101))).toEqual([]);
    expect(codes([tail, pick], several(140, 100, 150))).toEqual([]);
    expect(codes([tail, pick], several(100, 140, 120))).toEqual([]);
  });

  test('a larger window that makes a queue longer, or overflow', () => {
    expect(codes([tail, pick], [probe('window', carrying(160, 30))])).toEqual(['larger-window']);
    expect(codes([tail, pick], [probe('window', carrying(120))])).toEqual(['larger-window']);
    expect(codes([tail, pick], [probe('window', carrying(165, 7))])).toEqual([]);
    // Pings that were lost before are no change.
    const lossy = { ...pick, pingAddedMs: null };
    expect(codes([tail, lossy], [probe('window', lossy)])).toEqual([]);
    expect(codes([tail, pick], [probe('window', lossy)])).toEqual(['larger-window']);
  });

  test('only the choices that a larger window changes', () => {
    const same = probe('window', tail);
    const done = [same, probe('window', carrying(160, 30))];
    const [trap] = traps(question, setUp(question), { outcomes: [tail, pick], pick, probes: done });
    expect(trap).toMatchObject({ code: 'larger-window', runs: [{ before: pick }] });
  });

  test('pacing, where it carries more or waits less', () => {
    const paced = (goodput: number, ping: number) => [
      probe('pacing', { ...carrying(goodput, ping, tail), qdisc: 'fq' }),
    ];
    expect(codes([tail, pick], paced(150, 20))).toEqual(['pacing']);
    expect(codes([tail, pick], paced(100, 10))).toEqual(['pacing']);
    expect(codes([tail, pick], paced(100, 20))).toEqual([]);
    expect(codes([tail, pick], paced(90, 10))).toEqual([]);
  });

  test('a reader that carries less than the link', () => {
    const asked = (rate: number): AdviseQuestion => ({ ...question, rate, bottleneck: 'path' });
    expect(codes([tail, pick], [], asked(1e9))).toEqual(['reader-slower']);
    expect(codes([tail, pick], [], asked(200e6))).toEqual([]);
    expect(codes([tail, pick], [], { ...question, rate: 1e9 })).toEqual([]);
  });
});
