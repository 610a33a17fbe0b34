import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { anchorScenario, anchors, instructionCounter } from '@tunq/bench';
import { compileScenario } from '@tunq/scenario';
import { expect, test } from 'vitest';

/**
 * The core stays as fast as it is: instructions per data packet, which are the same on every machine, against a budget.
 * `UPDATE_BUDGET=1 npx vitest run tests/bench` writes the budget anew.
 */
const file = fileURLToPath(new URL('./instructions.json', import.meta.url));
const budget = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
const update = process.env.UPDATE_BUDGET === '1';

/** Rules of the model may change what a packet needs by a little; what costs more is to be looked at. */
const tolerance = 0.03;

const runs = {
  A: { anchor: anchors.A, flows: 1 },
  B: { anchor: anchors.B, flows: 1 },
  'B, 1000 flows': { anchor: anchors.B, flows: 1000 },
} as const;

const count = instructionCounter();

test.each(Object.entries(runs))('instructions per data packet, %s', (name, { anchor, flows }) => {
  const { perPacket } = count(compileScenario(anchorScenario(anchor, { flows })));
  if (update) {
    budget[name] = Math.round(perPacket * 10) / 10;
    writeFileSync(file, `${JSON.stringify(budget, null, 2)}\n`);
  }
  const allowed = budget[name]!;
  const lower = 'UPDATE_BUDGET=1 npx vitest run tests/bench lowers it';
  if (perPacket < allowed * (1 - tolerance)) {
    console.warn(`${name}: ${perPacket.toFixed(1)} instructions per data packet, budget ${allowed}: ${lower}`);
  }
  const explained = `${perPacket.toFixed(1)} instructions per data packet, budget ${allowed}; node packages/bench/scripts/instructions.mjs shows where`;
  expect(perPacket, explained).toBeLessThanOrEqual(allowed * (1 + tolerance));
});

test('a run executes the same instructions again', () => {
  const config = compileScenario(anchorScenario({ ...anchors.A, seconds: 1 }));
  expect(count(config)).toEqual(count(config));
});
