import { expect, test } from 'vitest';
import { advice, leaveIt } from '../advise.fixture.js';
import { nodeDocument } from '../node/index.js';
import { advicePage } from './advice-page.js';
import { paretoFigure } from './pareto-figure.js';

const document = nodeDocument();

test('the page has the answer, the plot, the commands and every choice, and needs nothing else', () => {
  const page = advicePage(advice, { document });
  expect(page).toContain('<h1>Recommended: backpressure, 50 slots, fq_codel</h1>');
  expect(page).toContain('<pre>ip link set dev wg0 txqueuelen 50</pre>');
  expect(page).toContain('Without backpressure: tail drop, 2,000 slots, fq_codel');
  expect(page.match(/<tr/g)!.length).toBeGreaterThan(8);
  expect(page).not.toMatch(/NaN|undefined|Infinity|<script|(?:src|href)="http/);
});

test('a point a choice that has a latency, the front as steps, the bound, and the names of pick and today', () => {
  const figure = paretoFigure(advice, { document });
  const titles = [...figure.matchAll(/<title>([^<]*)<\/title>/g)].map((match) => match[1]);
  expect(titles).toHaveLength(advice.outcomes.filter(({ pingAddedMs }) => pingAddedMs !== null).length);
  expect(titles).toContain('backpressure, 50 slots, fq_codel: 164 Mbit/s, ping +16 ms');
  expect(figure).toContain('stroke-dasharray="4,3"');
  for (const text of ['recommended', 'today', 'bound']) expect(figure).toContain(`>${text}</text>`);
  expect(figure).toContain('var(--measured)');
  expect(figure).toContain('var(--simulated)');
});

test('the page says how many choices are not drawn', () => {
  const lost = advice.outcomes.map((outcome, i) => (i < 2 ? { ...outcome, pingAddedMs: null } : outcome));
  const all = advice.outcomes.map((outcome) => ({ ...outcome, pingAddedMs: { median: 1, min: 1, max: 1 } }));
  const count = lost.filter(({ pingAddedMs }) => pingAddedMs === null).length;
  expect(advicePage({ ...advice, outcomes: lost }, { document })).toContain(`Not drawn: ${count} choices, which lose`);
  expect(advicePage({ ...advice, outcomes: all }, { document })).not.toContain('Not drawn');
});

test('leave it: no bound, and one name', () => {
  const figure = paretoFigure(leaveIt, { document });
  expect(figure).not.toContain('>bound</text>');
  expect(figure).not.toContain('>today</text>');
  expect(advicePage(leaveIt, { document })).not.toContain('Know before');
});
