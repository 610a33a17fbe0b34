import { expect, test } from 'vitest';
import { cellScenario } from './cell-scenario.js';
import { readCells } from './read-cells.js';

const cell = (id: string, scenario: object = {}, measured: object = { goodputMbps: 1 }) => ({ id, scenario, measured });
const read = (document: unknown) => readCells(JSON.stringify(document), 'cells.json');
const scenarioOf = (scenario: object) => {
  const runnable = cellScenario(read(cell('x', scenario))[0]!);
  return 'scenario' in runnable ? runnable.scenario : runnable.reason;
};

test('a document of cells, a list, and one cell', () => {
  const ids = (document: unknown) => read(document).map((placed) => placed.cell.id);
  expect(ids({ meta: {}, cells: [cell('a'), cell('b')] })).toEqual(['a', 'b']);
  expect(ids([cell('a')])).toEqual(['a']);
  expect(ids(cell('a'))).toEqual(['a']);
});

test('what is not there is as in the kernel lab', () => {
  expect(scenarioOf({})).toMatchObject({
    duration: 10e9,
    clock: { read: 256 },
    device: { queueLength: 500, mtu: 1500, flowControl: 'tail-drop' },
    reader: { perPacket: 30_000, batch: 1 },
    path: { rtt: 120e6 },
    sender: { wmem: 4_194_304, hystart: true },
    receiver: { rmem: 6_291_456, truesize: 2304 },
  });
});

test.each([
  [5, 5e9],
  [0.5, 5e8],
  ['5s', 5e9],
  [2e9, 2e9],
])('a duration of %j', (duration, ns) => {
  expect(scenarioOf({ duration })).toMatchObject({ duration: ns });
});

test('a clock of its own is kept', () => {
  expect(scenarioOf({ clock: { read: 0 } })).toMatchObject({ clock: { read: 0 } });
});

test('arguments of tc in the kind of a qdisc; keys beside it win', () => {
  expect(scenarioOf({ qdisc: { kind: 'pfifo+limit+50' } })).toMatchObject({ qdisc: { kind: 'pfifo', limit: 50 } });
  expect(scenarioOf({ qdisc: { kind: 'pfifo+limit+50', limit: 7 } })).toMatchObject({ qdisc: { limit: 7 } });
  expect(scenarioOf({ qdisc: 'pfifo+limit+9' })).toMatchObject({ qdisc: { kind: 'pfifo', limit: 9 } });
});

test.each([
  [{ qdisc: { kind: 'cake' } }, 'qdisc.kind: cake is unknown'],
  [{ qdisc: { kind: 'pfifo+colour+red' } }, 'qdisc.colour: unknown key'],
  [{ flows: [{ count: 1, congestion: 'vegas' }] }, 'flows[0].congestion: vegas is unknown'],
  [{ device: { flowControl: 'v99' } }, 'device.flowControl: v99 is unknown'],
])('%j is a model that the simulator does not have', (scenario, reason) => {
  expect(scenarioOf(scenario)).toContain(reason);
});

test.each([
  [{ device: { queueLength: -1 } }, 'cells.json:1:47: x: device.queueLength: -1 is negative'],
  [{ durations: 1 }, 'x: durations: unknown key (did you mean duration?)'],
  [{ path: { rtt: 'soon' } }, 'x: path.rtt: soon is not a time'],
  [{ qdisc: { kind: 17 } }, 'x: qdisc.kind: 17 is not a name'],
])('%j is a fault', (scenario, message) => {
  expect(() => scenarioOf(scenario)).toThrow(message);
});

test.each([
  ['hello', "cells.json:1:1: is not JSON from 'hello' on"],
  ['', 'cells.json:1:1: is empty'],
  ['[{"id": "a"', 'cells.json:1:12: ends too early'],
  ['{"cells": [\n {"id": "a",} ]}', "cells.json:2:13: is not JSON from '} ]}' on"],
  ['7', 'cells.json:1:1: is 7'],
  ['{}', 'cells.json:1:1: has no cells'],
  ['[]', 'cells.json:1:1: holds no cells'],
  ['{"cells": 3}', 'cells.json:1:11: cells: 3 where a list belongs'],
  ['{"cells": [1]}', 'cells.json:1:12: cells[0]: 1 where a cell belongs'],
  ['{"cells": [{"scenario": {}, "measured": {}}]}', 'cells[0].id: nothing where a name belongs'],
  ['[{"id": "a", "measured": {}}]', '[0].scenario: nothing where a group belongs'],
  ['[{"id": "a", "scenario": {}}]', '[0].measured: nothing where a group belongs'],
  ['[{"id": "a", "scenario": {}, "measured": {}}]', '[0].measured.goodputMbps: nothing where a number belongs'],
  [
    '[{"id": "a", "scenario": {}, "measured": {"goodputMbps": 1,\n "ringDrops": -2}}]',
    'cells.json:2:15: [0].measured.ringDrops: -2 is negative; allowed: a number from 0 up',
  ],
  [
    '[{"id": "a", "scenario": {}, "measured": {"goodputMbps": 1, "rttMs": 3}}]',
    '[0].measured.rttMs: 3 where a group belongs; allowed: min, mean, max',
  ],
  ['[{"id": "a", "scenario": {}, "measured": {"goodputMbps": 1}, "intervals": {}}]', '[0].intervals: a group of keys'],
])('%s', (text, message) => {
  expect(() => readCells(text, 'cells.json')).toThrow(message);
});

test('an id is there once', () => {
  expect(() => read([cell('a'), cell('a')])).toThrow("[1].id: 'a' is given twice");
});
