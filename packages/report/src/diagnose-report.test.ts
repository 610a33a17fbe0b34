import type { Diagnosis } from '@tunq/diagnose';
import { describe, expect, test } from 'vitest';
import { formatDiagnosis } from './diagnose-report.js';
import { textWidth } from './text-table.js';

const rtt = { what: 'RTT', value: 61.62, unit: 'ms', sources: ['box/2-ss.txt'], means: 'no queue stands' } as const;
const diagnosis: Diagnosis = {
  limit: 'ring-tail-drop',
  title: 'the ring is too short: it overflows and drops',
  certainty: 'likely',
  device: 'tun0',
  evidence: [
    {
      what: 'packets that the driver dropped between the snapshots',
      value: 1441,
      unit: 'packets',
      sources: ['box/1-link.json', 'box/2-link.json'],
      means: 'as many as TCP sent again: these are its losses',
    },
    rtt,
    { what: 'delivery rate', value: 2.5e6, unit: 'bit/s', sources: ['box/2-ss.txt'], means: 'payload' },
    {
      what: 'time limited by the receive window',
      value: 0.012,
      unit: 'share',
      sources: ['box/2-ss.txt'],
      means: 'barely',
    },
  ],
  excluded: [{ limit: 'reader', title: 'the reader', evidence: [rtt] }],
  open: [{ limit: 'path-loss', title: 'loss on the path' }],
  missing: [{ what: 'drops in the qdisc', command: 'tc -s -j qdisc' }],
  scenario: { yaml: 'duration: 10s\n', relax: { key: 'device.queueLength', now: '50', without: '5000' } },
  sources: [
    { name: 'box/1-link.json', kind: 'link' },
    { name: 'box/2-link.json', kind: 'link' },
    { name: 'box/2-ss.txt', kind: 'sockets' },
  ],
};

describe('formatDiagnosis', () => {
  test('every number has its unit, its source and what it means', () => {
    const text = formatDiagnosis(diagnosis, { width: 200, color: false });
    expect(text).toContain('ring-tail-drop, device tun0, likely');
    expect(text).toMatch(
      /dropped between the snapshots +1,441 {2}as many as TCP sent again: .* {2}1-link\.json, 2-link\.json/,
    );
    expect(text).toMatch(/RTT +61\.62 ms {2}no queue stands +2-ss\.txt/);
    expect(text).toMatch(/delivery rate +2\.500 Mbit\/s/);
    expect(text).toMatch(/receive window +1\.2 %/);
    expect(text).toContain('what it is not\n  the reader  RTT 61.62 ms: no queue stands');
    expect(text).toContain('tc -s -j qdisc\n    drops in the qdisc');
    expect(text).toContain('tunq compare limit.yaml --vary device.queueLength=50,5000');
    expect(text).not.toContain('what it may be');
  });

  test.each([40, 80, 120])('fits %i columns', (width) => {
    expect(textWidth(formatDiagnosis(diagnosis, { width, color: false }))).toBeLessThanOrEqual(width);
  });

  test('not enough to tell: what it may be, and why there is no scenario', () => {
    const unknown: Diagnosis = {
      ...diagnosis,
      limit: 'unknown',
      title: 'not enough to tell',
      certainty: 'none',
      scenario: { yaml: null, reason: 'the limit is not known' },
    };
    const text = formatDiagnosis(unknown);
    expect(text).toContain('what it may be\n  loss on the path');
    expect(text).toContain('scenario\n  none: the limit is not known');
  });

  test('a scenario that was written is named, not printed', () => {
    const text = formatDiagnosis(diagnosis, undefined, 'mine.yaml');
    expect(text).toContain('the same limit as a scenario, in mine.yaml\n  tunq compare mine.yaml --vary');
    expect(text).not.toContain('duration: 10s');
  });

  test('names from the outside cannot act on the terminal', () => {
    expect(formatDiagnosis({ ...diagnosis, device: 'tun\u001b[31m0' })).toContain('tun\\u{1b}[31m0');
  });
});
