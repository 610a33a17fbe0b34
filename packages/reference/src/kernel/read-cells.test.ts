import { expect, test } from 'vitest';
import { cellScenario } from './cell-scenario.js';
import { readCells } from './read-cells.js';

const cell = (id: string, scenario: object = {}, measured: object = { goodputMbps: 1 }) => ({ id, scenario, measured });
const read = (document: unknown) => readCells(JSON.stringify(document), 'cells.json');
const scenarioOf = (scenario: object) => {
  const runnable = cellScenario(read(cell('x', scenario))[0]!);
  return 'scenario' in runnable ? runnable.scenario : runnable.fault.message;
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
  [{ qdisc: { kind: 'cake' } }, 'cells.json:1:39: qdisc.kind: cake is unknown'],
  [{ qdisc: { kind: 'pfifo+colour+red' } }, 'qdisc.colour: unknown key'],
  [{ qdisc: { kind: 'pfifo+limit' } }, 'qdisc.limit: has no value'],
  [{ qdisc: { kind: 'pfifo+limit+many' } }, 'qdisc.limit: many is not a number of packets'],
  [{ qdisc: { kind: 'netem+reorder+25%' } }, 'qdisc.reorder: unknown key'],
  [{ qdisc: { kind: 'netem+rate+1mbit' } }, 'qdisc.rate: netem has no rate'],
  [{ qdisc: { kind: 'prio+priomap+1+2' } }, 'qdisc.priomap: has 2 entries'],
  [{ qdisc: { kind: 'fq+nopacing' } }, 'qdisc.nopacing: unknown key'],
  [{ flows: [{ count: 1, congestion: 'vegas' }] }, 'flows[0].congestion: vegas is unknown'],
  [{ device: { flowControl: 'v99' } }, 'device.flowControl: v99 is unknown'],
  [{ device: { queueLength: -1 } }, 'cells.json:1:47: device.queueLength: -1 is negative; allowed: 0 to'],
  [{ durations: 1 }, 'durations: unknown key (did you mean duration?); allowed: '],
  [{ path: { rtt: 'soon' } }, 'path.rtt: soon is not a time'],
  [{ qdisc: { kind: 17 } }, 'qdisc.kind: 17 is not a name'],
  [{ flows: [] }, 'flows: is an empty list'],
])('%j is a fault of the cell, with its place', (scenario, message) => {
  expect(scenarioOf(scenario)).toContain(message);
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
  ['{"id": "a", "scenario": {}}\n{"id": ', 'cells.json:2:7: ends too early'],
])('%s', (text, message) => {
  expect(() => readCells(text, 'cells.json')).toThrow(message);
});

test.each([
  ['{"cells": [1]}', 'cells[0]', 'cells.json:1:12: 1 where a cell belongs; allowed: keys id, scenario and measured'],
  ['[{"id": 3, "scenario": {}, "measured": {"goodputMbps": 1}}]', '[0]', 'cells.json:1:9: id: 3 where a name belongs'],
  ['[{"id": "a", "measured": {"goodputMbps": 1}}]', 'a', 'cells.json:1:2: scenario: nothing where a group belongs'],
  ['[{"id": "a", "scenario": {}}]', 'a', 'measured: nothing where a group belongs'],
  ['[{"id": "a", "scenario": {}, "measured": {}}]', 'a', 'measured.goodputMbps: nothing where a number belongs'],
  [
    '[{"id": "a", "scenario": {}, "measured": {"goodputMbps": 1,\n "ringDrops": -2}}]',
    'a',
    'cells.json:2:15: measured.ringDrops: -2 is negative; allowed: a number from 0 up',
  ],
  [
    '[{"id": "a", "scenario": {}, "measured": {"goodputMbps": 1, "rttMs": 3}}]',
    'a',
    'measured.rttMs: 3 where a group belongs; allowed: min, mean, max',
  ],
  [
    '[{"id": "a", "scenario": {}, "measured": {"goodputMbps": 1}, "intervals": {}}]',
    'a',
    'intervals: a group of keys where a list belongs',
  ],
  ['{"id": "x"}\n{"id": "a", "scenario": []}', 'a', 'cells.json:2:25: scenario: a list where a group belongs'],
  ['{"scenario": {}}\n7', 'line 2', 'cells.json:2:1: 7 where a cell belongs'],
])('%s: the cell %s has a fault', (text, id, message) => {
  const faulty = readCells(text, 'cells.json').at(-1)!;
  expect(faulty.cell.id).toBe(id);
  expect(faulty.fault?.message).toContain(message);
  expect(cellScenario(faulty)).toEqual({ fault: faulty.fault });
});

test('a fault keeps to its cell', () => {
  const placed = read([cell('good'), { id: 'bad' }, cell('too')]);
  expect(placed.map(({ fault }) => fault === undefined)).toEqual([true, false, true]);
});

test('documents one after another, in any form', () => {
  const text = [{ cells: [cell('a'), cell('b')] }, [cell('c')], cell('d')].map((one) => JSON.stringify(one)).join('\n');
  expect(readCells(text, 'x').map((placed) => placed.cell.id)).toEqual(['a', 'b', 'c', 'd']);
});

test('an id that is there again gets a number, a cell without one its place', () => {
  const { id: _, ...nameless } = cell('x');
  const ids = read([cell('a'), cell('a'), cell('a (2)'), cell('a'), nameless]).map((placed) => placed.cell.id);
  expect(ids).toEqual(['a', 'a (2)', 'a (2) (2)', 'a (3)', '[4]']);
});

test('members that are absent, null, or of no use change nothing', () => {
  const plain = cell('a', { path: { rtt: '10ms' } }, { goodputMbps: 5 });
  const padded = {
    samples: null,
    lab: { lab_stops: 3 },
    measured: { retransmits: null, rttMs: { mean: null }, goodputMbps: 5, senderCounters: null },
    intervals: null,
    scenario: { path: { rtt: '10ms' } },
    id: 'a',
  };
  expect(read(padded)[0]!.cell).toEqual(read(plain)[0]!.cell);
  expect(read(padded)[0]!.document.data).toEqual(read(plain)[0]!.document.data);
});

test('what cannot be drawn of intervals and samples is left out', () => {
  const given = {
    ...cell('a'),
    intervals: [null, { t: 'x' }, { t: 0.5 }],
    samples: [3, { t: 1 }, { t: 2, flows: [null] }],
  };
  const [placed] = read([given]);
  expect(placed!.fault).toBeUndefined();
  expect(placed!.cell.intervals).toEqual([{ t: 0.5 }]);
  expect(placed!.cell.samples).toEqual([
    { t: 1, flows: [] },
    { t: 2, flows: [] },
  ]);
});

test.each([
  [[0.5, 1, 1.5], undefined],
  [[0.2, 0.4, 0.6, 0.61], '200ms'],
  [[], undefined],
  [[1], '1000ms'],
])('the RTT is sampled as often as iperf3 looked: %j', (ends, interval) => {
  const [placed] = read({ ...cell('a'), intervals: ends.map((t) => ({ t })) });
  expect(placed!.document.data).toEqual({ clock: { read: '256ns' }, ...(interval && { sampleInterval: interval }) });
});

test('a cell that says how often keeps it', () => {
  const [placed] = read({ ...cell('a', { sampleInterval: '1s' }), intervals: [{ t: 0.1 }] });
  expect(placed!.document.data).toMatchObject({ sampleInterval: '1s' });
});

test('the places of many faults are found in one go', () => {
  const samples = Array.from({ length: 300 }, (_, t) => ({ t, flows: [] }));
  const text = JSON.stringify(Array.from({ length: 1500 }, (_, i) => ({ ...cell(`c${i}`, { odd: i }), samples })));
  const started = performance.now();
  const last = readCells(text, 'long').map(cellScenario).at(-1)!;
  expect(performance.now() - started).toBeLessThan(10_000);
  expect('fault' in last && last.fault.column).toBe(text.indexOf('1499}', text.indexOf('"c1499"')) + 1);
});
