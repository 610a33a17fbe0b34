import { expect, test } from 'vitest';
import { bulkCapture, readCaptureCsv, unpackCapture } from './capture.js';

const head = 't_us,dir,flow,seq,len,ack,win_bytes,sack';
const csv = [
  head,
  '100.000,>,1,0,0,,64240,',
  '200.000,<,1,0,0,,65160,',
  '200.256,>,1,1,37,1,64256,',
  '300.000,<,1,,0,38,65152,',
  '400.512,>,1,38,1448,1,64256,',
  '400.768,>,1,1486,1448,1,64256,',
  '500.000,<,1,,0,1486,65152,',
  '500.000,>,1,,0,1,64256,',
  '600.000,<,1,,0,1486,65152,2934-4382',
].join('\n');

test('bulk data begin behind the handshake and the 37 bytes of the cookie', () => {
  const { packets, start, hasSack } = bulkCapture(readCaptureCsv(csv, 'c.csv'));
  expect(start).toBe(400_512);
  expect(hasSack).toBe(true);
  expect(packets).toEqual([
    { time: 0, direction: 'data', flow: 0, seq: 0, length: 1448, window: null, sack: '' },
    { time: 256, direction: 'data', flow: 0, seq: 1448, length: 1448, window: null, sack: '' },
    { time: 99_488, direction: 'ack', flow: 0, seq: 1448, length: 0, window: 65_152, sack: '' },
    { time: 199_488, direction: 'ack', flow: 0, seq: 1448, length: 0, window: 65_152, sack: '2934-4382' },
  ]);
});

test.each([
  ['seq,len', 'c.csv:1:1: t_us: is missing'],
  [head, 'c.csv:1:1: holds no packets'],
  [`${head}\n1,>,1,x,0,,,`, "c.csv:2:1: seq: 'x' is not a number"],
  [`${head}\n1,>,1,0,0,,,\n2,=,1,0,0,,,`, "c.csv:3:1: dir: '='; allowed: > or <"],
  [`${head}\n1,>,1,0,0,,,\n2,>,1,1,14`, 'c.csv:3:1: has 5 of 8 fields, as a file that is cut off'],
  [`${head}\n,>,1,0,0,,,`, 'c.csv:2:1: t_us: is empty'],
])('%j', (text, message) => {
  expect(() => readCaptureCsv(text, 'c.csv')).toThrow(message);
});

test('columns of differences are summed up again', () => {
  const columns = unpackCapture({
    scenario: {},
    capturedSeconds: 1,
    columns: {
      t_ns: [5, 5, 1],
      dir: '><>',
      flow: [1, 1, 2],
      seq: [38, '', 10],
      len: [7, -7, 1],
      ack: ['', 45, 5],
      win_bytes: [100, 0, ''],
      sack: null,
    },
  });
  expect(columns).toEqual({
    time: [5, 10, 11],
    outgoing: [true, false, true],
    flow: [1, 1, 2],
    seq: [38, null, 48],
    length: [7, 0, 1],
    ack: [null, 45, 50],
    window: [100, 100, null],
    sack: [],
  });
});
