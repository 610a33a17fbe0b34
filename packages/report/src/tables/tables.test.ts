import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import type { Column, Row } from './column.js';
import { csvWriter } from './csv.js';
import { jsonLinesWriter } from './jsonl.js';
import { type ParquetOptions, parquetWriter } from './parquet.js';
import { columns, rows } from './tables.fixture.js';
import { wholeTable } from './writer.js';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const parquet = (of: readonly Row[], options?: ParquetOptions) => wholeTable(parquetWriter(columns, options), of);

const buffer = (bytes: Uint8Array) => bytes.slice().buffer as ArrayBuffer;

/** What any reader gets: 64-bit integers come as bigints. */
const asRead = (of: readonly Row[]) =>
  of.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, index) => {
        const cell = row[index] ?? null;
        return [name, type === 'integer' && cell !== null ? BigInt(cell) : cell];
      }),
    ),
  );

describe('CSV', () => {
  test('quotes what RFC 4180 wants quoted, and tells null from an empty text', () => {
    expect(text(wholeTable(csvWriter(columns), rows))).toBe(
      [
        'goodputMbps,sequence,label,stopped',
        '0.1,9223372036854775807,plain,true',
        '-1e-9,-5,"comma, ""quote""\r\nand line",false',
        ',,,',
        '1e+21,0,"",true',
        '-0.5,9007199254740991,µs – 日本,false',
        '',
      ].join('\r\n'),
    );
  });

  test('is handed out in pieces that make the same file', () => {
    const writer = csvWriter(columns);
    const many = Array.from({ length: 20_000 }, (_, index): Row => [index, index, `run ${index}`, true]);
    const pieces = many.map((row) => text(writer.row(row))).filter((piece) => piece !== '');
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('') + text(writer.end())).toBe(text(wholeTable(csvWriter(columns), many)));
  });

  test('has its head without a row', () => {
    expect(text(wholeTable(csvWriter(columns), []))).toBe('goodputMbps,sequence,label,stopped\r\n');
  });
});

describe('JSON Lines', () => {
  test('is one object a row that reads back', () => {
    const lines = text(wholeTable(jsonLinesWriter(columns), rows)).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines[0]).toBe('{"goodputMbps":0.1,"sequence":9223372036854775807,"label":"plain","stopped":true}');
    expect(lines.slice(1).map((line) => Object.values(JSON.parse(line)))).toEqual(rows.slice(1));
  });
});

describe('Parquet', () => {
  test('reads back with hyparquet, cell by cell', async () => {
    expect(await parquetReadObjects({ file: buffer(parquet(rows)) })).toEqual(asRead(rows));
  });

  test('reads back over many row groups', async () => {
    const many = Array.from(
      { length: 1001 },
      (_, index): Row => [index / 7, index, `run ${index % 3}`, index % 2 === 0],
    );
    const bytes = parquet(many, { rowGroup: 100, metadata: { plan: 'lengths' } });
    expect(await parquetReadObjects({ file: buffer(bytes) })).toEqual(asRead(many));
    const metadata = parquetMetadata(buffer(bytes));
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([...Array(10).fill(100), 1]);
    expect(metadata.key_value_metadata).toEqual([{ key: 'plan', value: 'lengths' }]);
  });

  test('names units and types in its schema, also without a row', async () => {
    const file = buffer(parquet([]));
    expect(await parquetReadObjects({ file })).toEqual([]);
    expect(parquetMetadata(file).schema.slice(1)).toMatchObject([
      { name: 'goodputMbps', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      { name: 'sequence', type: 'INT64' },
      { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
      { name: 'stopped', type: 'BOOLEAN' },
    ]);
  });

  test('gives the same bytes for the same rows, and hands out a row group as soon as it is full', () => {
    expect(parquet(rows)).toEqual(parquet(rows));
    const writer = parquetWriter(columns, { rowGroup: 2 });
    const pieces = rows.map((row) => writer.row(row).length);
    expect(pieces.map((size) => size > 0)).toEqual([false, true, false, true, false]);
  });
});

const writers = { csv: csvWriter, jsonl: jsonLinesWriter, parquet: parquetWriter };

describe.each(Object.entries(writers))('%s refuses', (_, writer) => {
  test.each<[string, Column['type'], Row[number]]>([
    ['text in a number', 'number', '5'],
    ['what is not a number', 'number', Number.NaN],
    ['infinity', 'number', Number.POSITIVE_INFINITY],
    ['a fraction in an integer', 'integer', 0.5],
    ['an integer that a double does not hold', 'integer', 2 ** 53],
    ['an integer of 65 bits', 'integer', 2n ** 63n],
    ['a number in a text', 'text', 5],
    ['a number in a boolean', 'boolean', 1],
  ])('%s, naming the column', (_what, type, cell) => {
    expect(() => writer([{ name: 'rttMs', type }]).row([cell])).toThrow(/^column rttMs: .* is not of the type/);
  });

  test('a row of another length', () => {
    expect(() => writer(columns).row([1])).toThrow('1 cells for 4 columns');
  });

  test('two columns of one name', () => {
    const twice: Column = { name: 'rttMs', type: 'number' };
    expect(() => writer([twice, twice])).toThrow('two columns are named rttMs');
  });
});
