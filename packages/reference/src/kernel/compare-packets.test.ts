import { expect, test } from 'vitest';
import type { Capture, WirePacket } from './capture.js';
import { comparePackets } from './compare-packets.js';

/** Forty packets a millisecond apart: two of data, then an acknowledgement. */
const packets: readonly WirePacket[] = Array.from({ length: 40 }, (_, i) => {
  const common = { time: i * 1e6, flow: 0, sack: '' };
  return i % 3 === 2
    ? { ...common, direction: 'ack', seq: (i - 1) * 1448, length: 0, window: 65_536 }
    : { ...common, direction: 'data', seq: i * 1448, length: 1448, window: null };
});

const capture = (list: readonly WirePacket[], hasSack = true): Capture => ({ packets: list, start: 0, hasSack });
const compare = (measured: readonly WirePacket[], simulated: readonly WirePacket[], hasSack = true) =>
  comparePackets(capture(measured, hasSack), { packets: simulated, firstRingDrop: 10e6, firstRecoveryEnd: 30e6 });

test('equal packets agree to the end', () => {
  expect(compare(packets, packets)).toMatchObject({
    measured: 40,
    simulated: 40,
    agree: 40,
    share: 1,
    firstLate: null,
    difference: null,
    reached: { firstRingDrop: true, firstRecoveryEnd: true, end: true },
  });
});

test.each([
  ['a sequence number', { seq: 1 }],
  ['a length', { length: 1447 }],
  ['a flow', { flow: 1 }],
  ['a direction', { direction: 'ack' as const }],
])('a planted difference in %s is found, with what stands around it', (_, planted) => {
  const changed = packets.with(21, { ...packets[21]!, ...planted });
  const { agree, share, difference, reached } = compare(packets, changed);
  expect(agree).toBe(21);
  expect(share).toBe(39 / 40);
  expect(difference).toMatchObject({ index: 21, measured: packets[21], simulated: changed[21] });
  expect(difference!.context.from).toBe(13);
  expect(difference!.context.measured).toEqual(packets.slice(13, 30));
  expect(difference!.context.simulated).toEqual(changed.slice(13, 30));
  expect(reached).toMatchObject({ firstRingDrop: true, firstRecoveryEnd: false, end: false });
});

test('two packets that changed places differ', () => {
  const swapped = packets.with(5, packets[6]!).with(6, packets[5]!);
  const { agree, reached } = compare(packets, swapped);
  expect(agree).toBe(5);
  expect(reached.firstRingDrop).toBe(false);
});

test('a missing packet ends the agreement, but the others have their twins', () => {
  const { agree, share } = compare(packets, packets.toSpliced(10, 1));
  expect(agree).toBe(10);
  expect(share).toBe(39 / 40);
});

test('a simulation that ends too early differs there', () => {
  const { agree, difference } = compare(packets, packets.slice(0, 30));
  expect(agree).toBe(30);
  expect(difference).toMatchObject({ measured: packets[30], simulated: null });
});

test('a simulation that goes on behind the capture does not differ', () => {
  const { difference, simulated } = compare(packets.slice(0, 30), packets);
  expect(difference).toBeNull();
  expect(simulated).toBe(30);
});

test('times agree within 0.1 % and 20 µs', () => {
  const shifted = (ns: number) => packets.map((packet) => ({ ...packet, time: packet.time + ns }));
  expect(compare(packets, shifted(20_000))).toMatchObject({ agree: 40, share: 1, firstLate: null });
  const late = compare(packets, shifted(30_000));
  expect(late.firstLate).toEqual({ index: 0, measuredNs: 0, simulatedNs: 30_000 });
  // From 10 ms on, a thousandth of the time is 10 µs.
  expect(late.share).toBe(30 / 40);
});

test('a capture without any SACK has lost those acknowledgements: they are left out of the simulation', () => {
  const withSack = packets.toSpliced(12, 0, { ...packets[11]!, sack: '1-2' });
  expect(compare(packets, withSack, false)).toMatchObject({ agree: 40, withoutSack: 1 });
  expect(compare(packets, withSack, true)).toMatchObject({ agree: 12, withoutSack: 0 });
});
