import { describe, expect, test } from 'vitest';
import { ScenarioError } from './error.js';
import { parseScenario } from './validate.js';

/** Every key with a number, as the path of groups above it, with values that are wrong for it alone. */
interface NumericKey {
  readonly key: string;
  /** Keys of the same group that must be there. */
  readonly beside?: readonly string[];
  readonly tooSmall: string | null;
  readonly tooLarge: string;
  /** A value whose unit measures something else. */
  readonly wrongUnit: string;
  /** True if fractions of the base unit are refused. */
  readonly whole: boolean;
}

const time = { tooLarge: '1000000s', wrongUnit: '10mbit', whole: false } as const;
const size = { tooLarge: '100g', wrongUnit: '10ms', whole: true } as const;
const plain = { wrongUnit: '10ms', whole: true } as const;

const tbf = ['kind: tbf'];

const numericKeys: readonly NumericKey[] = [
  { key: 'duration', tooSmall: '0', ...time },
  { key: 'seed', tooSmall: null, tooLarge: '4294967296', ...plain },
  { key: 'sampleInterval', tooSmall: '1us', ...time },
  { key: 'flows[0].count', tooSmall: '0', tooLarge: '10001', ...plain },
  { key: 'flows[0].start', tooSmall: null, ...time },
  { key: 'flows[0].stop', tooSmall: '0', ...time },
  { key: 'flows[0].bytes', tooSmall: '0', tooLarge: '1e300', wrongUnit: '10ms', whole: true },
  { key: 'flows[0].rate', beside: ['kind: udp'], tooSmall: '1bit', tooLarge: '2tbit', wrongUnit: '10ms', whole: false },
  { key: 'flows[0].size', beside: ['kind: udp', 'rate: 1mbit'], tooSmall: '0', ...size },
  { key: 'flows[0].burst', beside: ['kind: udp', 'rate: 1mbit'], tooSmall: '0', tooLarge: '100000', ...plain },
  { key: 'flows[0].interval', beside: ['kind: ping'], tooSmall: '0', ...time },
  { key: 'flows[0].threads', beside: ['kind: pktgen'], tooSmall: '0', tooLarge: '257', ...plain },
  { key: 'flows[0].perSent', beside: ['kind: raw'], tooSmall: '0', ...time },
  { key: 'flows[0].perLost', beside: ['kind: pktgen'], tooSmall: '0', ...time },
  { key: 'flows[0].race', beside: ['kind: pktgen'], tooSmall: null, ...time },
  { key: 'flows[0].sndbuf', beside: ['kind: raw'], tooSmall: '100', ...size },
  { key: 'machine.cpus', tooSmall: null, tooLarge: '1025', ...plain },
  { key: 'sender.wmem', tooSmall: '100', ...size },
  { key: 'sender.limitOutputBytes', tooSmall: '1', ...size },
  { key: 'sender.initialCwnd', tooSmall: '0', tooLarge: '1001', ...plain },
  { key: 'sender.hz', tooSmall: '0', tooLarge: '100000', ...plain },
  { key: 'receiver.rmem', tooSmall: '100', ...size },
  { key: 'receiver.truesize', tooSmall: '0', ...size },
  { key: 'qdisc.limit', beside: ['kind: pfifo'], tooSmall: null, tooLarge: '1000001', ...plain },
  { key: 'qdisc.limit', beside: ['kind: fq_codel'], tooSmall: null, tooLarge: '1000001', ...plain },
  { key: 'qdisc.limit', beside: ['kind: tbf', 'rate: 1mbit', 'burst: 2k'], tooSmall: '0', ...size },
  { key: 'qdisc.flows', beside: ['kind: fq_codel'], tooSmall: '0', tooLarge: '65537', ...plain },
  { key: 'qdisc.quantum', beside: ['kind: fq_codel'], tooSmall: '255', ...size },
  { key: 'qdisc.limit', beside: ['kind: fq'], tooSmall: null, tooLarge: '1000001', ...plain },
  { key: 'qdisc.flowLimit', beside: ['kind: fq'], tooSmall: null, tooLarge: '1000001', ...plain },
  { key: 'qdisc.initialQuantum', beside: ['kind: fq'], tooSmall: '255', ...size },
  { key: 'qdisc.horizon', beside: ['kind: fq'], tooSmall: '1', ...time },
  { key: 'qdisc.maxrate', beside: ['kind: fq'], tooSmall: '1bit', tooLarge: '2tbit', wrongUnit: '10ms', whole: false },
  { key: 'qdisc.target', beside: ['kind: fq_codel'], tooSmall: '1', ...time },
  { key: 'qdisc.interval', beside: ['kind: fq_codel'], tooSmall: '1', ...time },
  { key: 'qdisc.rate', beside: tbf, tooSmall: '1bit', tooLarge: '2tbit', wrongUnit: '10ms', whole: false },
  { key: 'qdisc.burst', beside: tbf, tooSmall: '0', ...size },
  { key: 'qdisc.latency', beside: [...tbf, 'rate: 1mbit', 'burst: 2k'], tooSmall: '0', ...time },
  { key: 'qdisc.bands', beside: ['kind: prio'], tooSmall: '1', tooLarge: '17', ...plain },
  { key: 'qdisc.delay', beside: ['kind: netem'], tooSmall: null, ...time },
  { key: 'qdisc.jitter', beside: ['kind: netem'], tooSmall: null, ...time },
  { key: 'qdisc.loss', beside: ['kind: netem'], tooSmall: null, tooLarge: '1.5', wrongUnit: '10ms', whole: false },
  { key: 'flows[0].priority', tooSmall: null, tooLarge: '16', ...plain },
  { key: 'device.queueLength', tooSmall: null, tooLarge: '1000001', ...plain },
  { key: 'device.mtu', tooSmall: '67', ...size },
  { key: 'device.queues', tooSmall: '0', tooLarge: '257', ...plain },
  { key: 'reader.perPacket', tooSmall: null, ...time },
  { key: 'reader.perByte', tooSmall: null, ...time },
  { key: 'reader.batch', tooSmall: '0', tooLarge: '1025', ...plain },
  { key: 'reader.wakeup', tooSmall: null, ...time },
  { key: 'reader.queueWakeup', tooSmall: null, ...time },
  { key: 'reader.perReturn', tooSmall: null, ...time },
  { key: 'reader.sendPerPacket', tooSmall: null, ...time },
  { key: 'reader.sendQueue', tooSmall: '0', tooLarge: '100001', ...plain },
  { key: 'reader.stalls.interval', beside: ['length: 1'], tooSmall: '0', ...time },
  { key: 'reader.stalls.length', beside: ['interval: 1s'], tooSmall: '0', ...time },
  { key: 'path.rtt', tooSmall: null, ...time },
  { key: 'path.rate', tooSmall: '1bit', tooLarge: '2tbit', wrongUnit: '10ms', whole: false },
  { key: 'path.queue', tooSmall: '0', tooLarge: '1000001', ...plain },
  { key: 'path.loss', tooSmall: null, tooLarge: '1.5', wrongUnit: '10ms', whole: false },
  { key: 'path.jitter', tooSmall: null, ...time },
  { key: 'path.ingressDelay', tooSmall: null, ...time },
  { key: 'receiver.slotTruesize', tooSmall: null, ...size },
  { key: 'receiver.reading.perByte', tooSmall: null, ...time },
  { key: 'receiver.reading.coldPerByte', beside: ['perByte: 1ns'], tooSmall: null, ...time },
  { key: 'receiver.reading.cache', beside: ['perByte: 1ns'], tooSmall: '4095', ...size },
  { key: 'receiver.reading.perPacket', beside: ['perByte: 1ns'], tooSmall: null, ...time },
];

const choiceKeys = [
  ['flows[0].kind', 'sctp'],
  ['flows[0].congestion', 'vegas'],
  ['qdisc.kind', 'sfq'],
  ['device.kind', 'tuntap'],
  ['device.offload', 'gso'],
  ['device.flowControl', 'v10'],
  ['reader.profile', 'wireguard'],
  ['reader.service', 'random'],
  ['reader.returns', 'second'],
  ['receiver.tuning', 'linux-5.4'],
] as const;

const flagKeys = ['sender.hystart', 'sender.tso', 'receiver.delayedAck'];

const groups = ['sender', 'receiver', 'qdisc', 'device', 'reader', 'path', 'reader.stalls', 'flows[0]'];

/** Wrong for every key that holds one number. */
const neverANumber = {
  'a word': 'many',
  'a list': '[1, 2]',
  'a group': '{ a: 1 }',
  'a truth value': 'true',
  nothing: '',
  null: '~',
  'not a number': '.nan',
  infinity: '.inf',
  'a date': '2026-11-22',
  'a negative number': '-3',
  'a word in quotes': '"1; rm -rf"',
} as const;

interface Malformed {
  readonly fault: string;
  readonly text: string;
  readonly key: string | null;
  readonly line: number;
}

/** A document with one line per key, in which `key: value` stands where the path says; the lines before it are innocent. */
function withKey(path: string, value: string, beside: readonly string[] = []): { text: string; line: number } {
  const lines = ['# what is wrong stands below', 'seed: 1'];
  if (path === 'seed') lines.pop();
  const parts = path.split('.');
  const last = parts.pop()!;
  let indent = '';
  for (const part of parts) {
    const list = part.endsWith('[0]');
    lines.push(`${indent}${list ? part.slice(0, -3) : part}:`);
    indent += '  ';
    if (list) {
      lines.push(`${indent}-`);
      indent += '  ';
    }
  }
  for (const sibling of beside) lines.push(indent + sibling);
  lines.push(`${indent}${last}: ${value}`);
  return { text: `${lines.join('\n')}\n`, line: lines.length };
}

const malformed: Malformed[] = [];

function add(fault: string, key: string, value: string, beside?: readonly string[], at = key): void {
  malformed.push({ fault: `${key}: ${fault}`, key: at, ...withKey(key, value, beside) });
}

for (const { key, beside, tooSmall, tooLarge, wrongUnit, whole } of numericKeys) {
  for (const [fault, value] of Object.entries(neverANumber)) add(fault, key, value, beside);
  if (tooSmall !== null) add('too small', key, tooSmall, beside);
  add('too large', key, tooLarge, beside);
  add('wrong unit', key, wrongUnit, beside);
  add('no such unit', key, '3parsec', beside);
  add('absurdly large', key, '1e308', beside);
  if (whole) add('a fraction', key, '1500.5', beside);
}
for (const [key, value] of choiceKeys) {
  add(`unknown name ${value}`, key, value);
  add('a number for a name', key, '7');
  add('a list for a name', key, '[tun]');
  add('no name', key, '');
}
for (const key of flagKeys) {
  for (const value of ['yes', '1', '"true"', '[]', '', 'maybe']) add(`${value} for a truth value`, key, value);
}
for (const group of groups) {
  add('unknown key', `${group}.nonsense`, '1');
  add('key with a stray letter', `${group}.kindd`, '1');
  for (const value of ['7', 'text', '', 'true']) {
    if (group === 'flows[0]')
      malformed.push({
        fault: `a flow is ${value}`,
        key: 'flows[0]',
        text: `seed: 1\nflows:\n  - ${value}\n`,
        line: 3,
      });
    else add(`${value} for a group`, group, value);
  }
  if (group !== 'flows[0]') add('a list for a group', group, '[1]');
}
for (const key of [
  'queueLength',
  'rtt',
  'mtu',
  'txqueuelen',
  'Duration',
  'flow',
  '"dev\\nice"',
  '""',
  '7',
  'toString',
  'constructor',
]) {
  const text = `seed: 1\n${key}: 1\n`;
  const shown = key === '"dev\\nice"' ? '"dev\\nice"' : key;
  malformed.push({ fault: `unknown key ${key} at the top`, key: shown, text, line: 2 });
}
for (const value of ['7', 'text', '{ kind: udp }', '', '[]']) add(`${value} for the flows`, 'flows', value);
add('a flow of one kind with a key of another', 'flows[0].rate', '1mbit', ['kind: tcp']);
add('a ping with a congestion control', 'flows[0].congestion', 'reno', ['kind: ping']);
add('a datagram flow without a rate', 'flows[0].kind', 'udp', [], 'flows[0].rate');
add('a stall without a length', 'reader.stalls.interval', '1s', [], 'reader.stalls.length');
for (const value of [
  '{ kind: v3, wakeAt: half }',
  '{ kind: linux-7.3, wakeAt: full }',
  '{ kind: linux-7.3, wakeAt: }',
]) {
  add(value, 'device.flowControl', value, [], 'device.flowControl.wakeAt');
}
add('no kind', 'device.flowControl', '{ wakeAt: half }', [], 'device.flowControl.kind');
add('no such kind', 'device.flowControl', '{ kind: linux-7.4 }', [], 'device.flowControl.kind');
add('a stray key', 'device.flowControl', '{ kind: linux-7.3, wake: half }', [], 'device.flowControl.wake');
for (const [fault, text, line] of [
  ['empty', '', 1],
  ['a comment', '# nothing\n', 1],
  ['a word', 'hello\n', 1],
  ['a number', '42\n', 1],
  ['a truth value', 'true\n', 1],
  ['a list', '- duration: 1s\n', 1],
  ['an unclosed list', 'flows: [{ count: 1 }\nseed: 1\n', 2],
  ['an unclosed quote', 'seed: "1\n', 2],
  ['a shell script', '#!/bin/sh\nset -e\nexit 0\n', 2],
  ['HTML', '<!DOCTYPE html>\n<html><body>404</body></html>\n', 1],
  ['JSON cut short', '{ "duration": "10s", "device": { "kind": ', 1],
  ['CSV', 'rtt_ms,mbps\n10,787.3\n', 1],
  ['an image', '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR', 2],
  ['gzip', '\u001f\ufffd\b\u0000', 1],
] as const) {
  malformed.push({ fault: `the document is ${fault}`, text, key: null, line });
}

describe('malformed scenarios', () => {
  test('there are at least 200 of them, all different', () => {
    expect(new Set(malformed.map(({ text }) => text)).size).toBeGreaterThanOrEqual(200);
  });

  test.each(malformed)('$fault', ({ text, key, line }) => {
    let error: unknown;
    try {
      parseScenario(text, { file: 'bad.yaml' });
    } catch (thrown) {
      error = thrown;
    }
    if (!(error instanceof ScenarioError)) throw new Error(`${error ?? 'accepted'}:\n${text}`);
    expect(error.key, error.message).toBe(key);
    expect(error.line, error.message).toBe(line);
    expect(error.column, error.message).toBeGreaterThan(0);
    expect(error.message).toMatch(
      key === null ? /^bad\.yaml:\d+:\d+: [^\n]+$/ : /^bad\.yaml:\d+:\d+: [^\n]+; allowed: [^\n]+$/,
    );
    expect(error.message.length).toBeLessThan(500);
  });
});
