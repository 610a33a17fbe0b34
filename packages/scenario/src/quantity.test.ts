import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dimension, formatQuantity, parseQuantity } from './quantity.js';

describe('units of tc(8)', () => {
  test.each<[string, Dimension, number]>([
    ['120ms', 'time', 120_000_000],
    ['30us', 'time', 30_000],
    ['30usec', 'time', 30_000],
    ['30µs', 'time', 30_000],
    ['2 s', 'time', 2_000_000_000],
    ['1.5secs', 'time', 1_500_000_000],
    ['0.3ns', 'time', 0.3],
    ['250', 'time', 250],
    ['200mbit', 'rate', 200_000_000],
    ['200Mbit', 'rate', 200_000_000],
    ['1.5gbit', 'rate', 1_500_000_000],
    ['8kibit', 'rate', 8192],
    ['1tbit', 'rate', 1_000_000_000_000],
    ['800bps', 'rate', 6400],
    ['1kbps', 'rate', 8000],
    ['1MBps', 'rate', 8_000_000],
    ['1kibps', 'rate', 8192],
    ['64k', 'size', 65_536],
    ['64kb', 'size', 65_536],
    ['6m', 'size', 6_291_456],
    ['1g', 'size', 1_073_741_824],
    ['8kbit', 'size', 1024],
    ['1500b', 'size', 1500],
    ['500p', 'packets', 500],
    ['500', 'packets', 500],
    ['1%', 'share', 0.01],
    ['0.01', 'share', 0.01],
    ['1e3', 'packets', 1000],
    ['-3', 'packets', -3],
    ['.5ms', 'time', 500_000],
  ])('%s as %s is %d', (given, dimension, value) => {
    expect(parseQuantity(given, dimension)).toBeCloseTo(value, 9);
  });

  test('a number is in base units', () => {
    expect(parseQuantity(30_029, 'time')).toBe(30_029);
  });

  test.each<[string | number, Dimension, string]>([
    ['10mbit', 'time', '10mbit is not a time; allowed: units ns, us, ms, s'],
    ['120ms', 'rate', '120ms is not a rate'],
    ['10mbit/s', 'rate', 'did you mean mbit?'],
    ['5 packet s', 'packets', 'is not a number of packets'],
    ['', 'time', '"" is not a time'],
    ['ms', 'time', 'ms is not a time'],
    ['1 000', 'packets', 'is not a number of packets'],
    ['0x10', 'packets', '0x10 is not a number of packets'],
    ['1,5ms', 'time', '"1,5ms" is not a time'],
    [Number.NaN, 'time', 'NaN is not a time'],
    [Number.POSITIVE_INFINITY, 'rate', 'Infinity is not a rate'],
    ['1e400', 'size', '1e400 is too large'],
    [`${'9'.repeat(200)}b`, 'size', 'is not a size'],
    ['1constructor', 'time', 'is not a time'],
  ])('%s as %s is refused: %s', (given, dimension, message) => {
    expect(() => parseQuantity(given, dimension)).toThrow(RangeError);
    expect(() => parseQuantity(given, dimension)).toThrow(message);
  });
});

describe('output', () => {
  test.each<[number, Dimension, string]>([
    [120_000_000, 'time', '120ms'],
    [30_029, 'time', '30.029us'],
    [1, 'time', '1ns'],
    [3_600_000_000_000, 'time', '3600s'],
    [0.3, 'time', '0.3ns'],
    [0, 'time', '0'],
    [200_000_000, 'rate', '200mbit'],
    [191_500_000, 'rate', '191.5mbit'],
    [6_291_456, 'size', '6m'],
    [1500, 'size', '1500b'],
    [500, 'packets', '500p'],
    [0.01, 'share', '0.01'],
  ])('%d as %s is %s', (value, dimension, text) => {
    expect(formatQuantity(value, dimension)).toBe(text);
  });

  test('what is written is read back as the same number', () => {
    const dimension = fc.constantFrom<Dimension>('time', 'rate', 'size', 'packets', 'share');
    const value = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 100_000 }), fc.double({ min: 0, max: 1e15, noNaN: true }));
    fc.assert(
      fc.property(value, dimension, (given, kind) => {
        expect(parseQuantity(formatQuantity(given, kind), kind)).toBe(given);
      }),
    );
  });

  test('any text gives a finite number or a RangeError, and soon', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        try {
          expect(Number.isFinite(parseQuantity(text, 'time'))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
    expect(() => parseQuantity(`1a${' '.repeat(1_000_000)}b`, 'time')).toThrow(RangeError);
  });
});
