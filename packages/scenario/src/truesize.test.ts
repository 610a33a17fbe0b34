import { expect, test } from 'vitest';
import { receiveTruesize } from './truesize.js';

test.each([
  [1500, 2304, 1448, 160],
  [1420, 2304, 1368, 152],
  [1280, 2304, 1228, 136],
])(
  'MTU %d takes %d bytes, so that %d bytes of payload are %d/256 of the buffer, as Linux 7.3 offers',
  (mtu, truesize, mss, ratio) => {
    expect(receiveTruesize(mtu)).toBe(truesize);
    expect(Math.floor((mss * 256) / receiveTruesize(mtu))).toBe(ratio);
  },
);

test.each([
  [68, 640 + 256],
  [256, 640 + 256],
  [257, 1024 + 256],
  [640, 1024 + 256],
  [641, 2048 + 256],
  [1664, 2048 + 256],
  [1665, 4096 + 256],
  [3712, 4096 + 256],
  [3713, 8192 + 256],
  [4031, 8192 + 256],
  [4032, 4096 + 4096 + 256],
  [9000, 4096 + 2 * 4096 + 256],
  [65535, 4096 + 16 * 4096 + 256],
])('MTU %d takes %d bytes', (mtu, truesize) => {
  expect(receiveTruesize(mtu)).toBe(truesize);
});

test('a packet never takes less memory than it has bytes', () => {
  for (let mtu = 68; mtu <= 65535; mtu += 13) expect(receiveTruesize(mtu)).toBeGreaterThan(mtu);
});
