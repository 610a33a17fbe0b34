import { describe, expect, test } from 'vitest';
import { type Range, rangeValues } from './range.js';

const range = (from: string | number, to: string | number, steps: number, scale: Range['scale'] = 'linear') =>
  rangeValues({ from, to, steps, scale });

describe('values of a range', () => {
  test.each<[string, ReturnType<typeof range>, readonly unknown[]]>([
    ['whole numbers', range(10, 500, 3), [10, 255, 500]],
    ['whole numbers, by ratio', range(10, 1000, 3, 'log'), [10, 100, 1000]],
    ['rounded where a step is no whole number', range(1, 10, 4, 'log'), [1, 2, 5, 10]],
    ['fractions', range(0.001, 0.1, 3, 'log'), [0.001, 0.01, 0.1]],
    ['times of one unit', range('10ms', '160ms', 5, 'log'), ['10ms', '20ms', '40ms', '80ms', '160ms']],
    ['times of two units', range('100us', '1s', 5, 'log'), ['100us', '1ms', '10ms', '100ms', '1s']],
    ['rates', range('10mbit', '1gbit', 3, 'log'), ['10mbit', '100mbit', '1gbit']],
    ['downwards', range('30ms', '10ms', 3), ['30ms', '20ms', '10ms']],
    ['shares', range('0%', '2%', 3), ['0%', '1%', '2%']],
    ['five digits between the ends', range('10ms', '1s', 4, 'log'), ['10ms', '46.416ms', '215.44ms', '1s']],
    ['sizes', range('64k', '4m', 4, 'log'), ['64k', '256k', '1m', '4m']],
  ])('%s', (_, values, expected) => {
    expect(values).toEqual(expected);
  });

  test('the ends are exact', () => {
    const values = range('1ms', '333ms', 7, 'log') as string[];
    expect([values[0], values.at(-1)]).toEqual(['1ms', '333ms']);
  });
});

describe('what has no values says why', () => {
  test.each<[ReturnType<typeof range>, string]>([
    [range('10ms', 500, 3), '10ms and 500 are not numbers, nor quantities of one kind'],
    [range('10ms', '1gbit', 3), '10ms and 1gbit are not numbers, nor quantities of one kind'],
    [range('tail-drop', 'v4', 3), 'tail-drop and v4 are not numbers, nor quantities of one kind'],
    [range(0, 100, 3, 'log'), 'a logarithmic range from 0 to 100'],
    [range(1, 3, 9), '9 steps give 1 twice'],
  ])('%j', (outcome, problem) => {
    expect(outcome).toMatchObject({ problem, allowed: expect.stringMatching(/./) });
  });
});
