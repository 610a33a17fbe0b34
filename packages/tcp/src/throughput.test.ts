import { expect, test } from 'vitest';
import { mathis } from './mathis.js';
import { pftk } from './pftk.js';

test.each([
  [1e-2, 1, 3.55, 3.12],
  [1e-2, 2, 2.51, 2.21],
  [1e-3, 1, 11.22, 11.07],
  [1e-3, 2, 7.93, 7.83],
  [1e-4, 1, 35.47, 35.42],
  [1e-4, 2, 25.08, 25.05],
])('loss %d, %d segments an ACK, 40 ms: Mathis %d, PFTK %d Mbit/s', (loss, perAck, mathisMbps, pftkMbps) => {
  const path = { mss: 1448, rtt: 0.04, loss, perAck };
  expect(mathis(path) / 1e6).toBeCloseTo(mathisMbps, 2);
  expect(pftk({ ...path, rto: 0.24 }) / 1e6).toBeCloseTo(pftkMbps, 2);
});

test('timeouts dominate at 30 % loss', () => {
  expect(pftk({ mss: 1448, rtt: 0.04, loss: 0.3, rto: 0.24 })).toBeCloseTo(38970.75441020428, 6);
});

test('one segment an ACK where nothing is said', () => {
  expect(mathis({ mss: 1448, rtt: 0.04, loss: 1e-3 })).toBe(mathis({ mss: 1448, rtt: 0.04, loss: 1e-3, perAck: 1 }));
});

test('refuses what has no throughput', () => {
  expect(() => mathis({ mss: 1448, rtt: 0.04, loss: 0 })).toThrow('loss is 0');
  expect(() => pftk({ mss: 1448, rtt: 0, loss: 0.1, rto: 0.2 })).toThrow('rtt is 0');
});
