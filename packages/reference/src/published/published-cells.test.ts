import { describe, expect, test } from 'vitest';
import { publishedTables } from './index.js';
import { publishedCells, publishedTable } from './published-cells.js';

/** Rows and columns of every file, and a number from its far end. */
const shapes: Record<string, readonly [rows: number, columns: number, last: string | number | null]> = {
  v3_tun_lab_rtt: [5, 5, 178],
  v3_tun_realworld_qlen: [6, 5, 183.6],
  v3_tap_qlen: [4, 3, 1112.7],
  v3_tap_delay: [2, 3, 255],
  v3_vhost_qlen: [4, 3, 19244.8],
  v3_vhost_delay: [2, 3, 199.9],
  v4_summary: [5, 3, 200],
  v5_pktgen: [2, 5, 614],
  v6_pktgen: [2, 5, 0],
  v7_pktgen: [4, 8, 0],
  v7_iperf3: [2, 4, 22],
  v7_pinned_pktgen: [2, 6, 0],
  v7_pinned_iperf3: [2, 4, 21.5],
  librecast_iperf3_threads: [17, 7, 0],
  nodrop_qemu_iperf3: [24, 29, 'Thu, 21 Aug 2025 18:21:58 GMT'],
  nodrop_tap_validation: [2, 9, 0],
  derived_effective_window: [20, 4, 2670000],
  wireguard_go_commit_bench: [4, 8, 64],
  rootlesskit_pr615: [7, 5, null],
  timeline: [20, 3, 'gitolite mail 178615089311.4087821.396806984640968971@gitolite.kernel.org'],
};

test('every table is there, whole', () => {
  const found = publishedTables.map(({ name, rows, columns }) => [
    name,
    [rows.length, columns.length, rows.at(-1)?.at(-1)],
  ]);
  expect(Object.fromEntries(found)).toEqual(shapes);
});

describe.each(publishedTables)('$name', (table) => {
  test('rows are as long as the head and words and numbers keep to their columns', () => {
    for (const row of table.rows) {
      expect(row).toHaveLength(table.columns.length);
      row.forEach((value, index) => {
        if (value !== null) expect(typeof value).toBe(table.columns[index]?.unit === null ? 'string' : 'number');
      });
    }
  });

  test('its cells have ids of their own', () => {
    const ids = publishedCells(table.name).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('the first mail has 68 cells', () => {
  const first = publishedTables.slice(0, 6).map(({ name }) => publishedCells(name).length);
  expect(first).toEqual([20, 24, 8, 4, 8, 4]);
});

/** Checked by eye against the mail: rows in the order of the table. */
test.each([
  [
    'v3_tun_lab_rtt',
    [
      787.3, 679, 402.4, 416.9, 765.1, 718.8, 401.6, 393.18, 441.5, 529.4, 96.9, 411.8, 218.7, 265.7, 57.9, 262.7,
      145.4, 181.7, 52.8, 178,
    ],
  ],
  [
    'v3_tun_realworld_qlen',
    [
      185.8, 185.6, 184.7, 184.8, 185.1, 184.9, 177.1, 183, 137.5, 184.9, 117.4, 184.6, 99.8, 185.3, 66.4, 183.5, 59.4,
      185.7, 21.6, 184.7, 1.7, 185.4, 1.6, 183.6,
    ],
  ],
  ['v3_tap_qlen', [2194.3, 2185, 1986.4, 2268.5, 625, 1988.9, 2.2, 1112.7]],
  ['v3_tap_delay', [171.8, 341.2, 98.3, 255]],
  ['v3_vhost_qlen', [23403.9, 23858.8, 23372.5, 23880.9, 25837.5, 23730.2, 0.7, 19244.8]],
  ['v3_vhost_delay', [397.1, 397.8, 200.7, 199.9]],
])('values of %s', (name, values) => {
  expect(publishedCells(name).map(({ value }) => value)).toEqual(values);
});

test('ids are table/row/column', () => {
  expect(publishedCells('v3_tun_lab_rtt')[3]).toMatchObject({
    id: 'v3_tun_lab_rtt/10/openvpn_patched_mbps',
    value: 416.9,
    unit: 'Mbit/s',
    source: expect.stringContaining('https://lore.kernel.org/netdev/20250825211832'),
  });
  expect(publishedCells('nodrop_qemu_iperf3')[0]?.id).toBe(
    'nodrop_qemu_iperf3/tap+vhost_net,default,1000,0/duration_s',
  );
});

test('the misprint of the mail is corrected and said', () => {
  const cell = publishedCells('v3_vhost_qlen').find(({ id }) => id === 'v3_vhost_qlen/100/patched_mbps');
  expect(cell).toMatchObject({ value: 23880.9, correction: { printed: 23889.9 } });
});

test('an unknown table is refused', () => {
  expect(() => publishedTable('v99')).toThrow(new RangeError("no published table 'v99'"));
});

test('the mail and the raw files of the same runs agree', () => {
  const raw = publishedTable('nodrop_qemu_iperf3');
  const at = (row: readonly unknown[], column: string) => row[raw.columns.findIndex(({ name }) => name === column)];
  for (const [table, setup] of [
    ['v3_tap_qlen', 'tap'],
    ['v3_tap_delay', 'tap'],
    ['v3_vhost_qlen', 'tap+vhost_net'],
    ['v3_vhost_delay', 'tap+vhost_net'],
  ] as const) {
    for (const { row, column, value } of publishedCells(table)) {
      const delay = table.endsWith('delay');
      const run = raw.rows.find(
        (candidate) =>
          at(candidate, 'setup') === setup &&
          at(candidate, 'variant') === column.replace('_mbps', '') &&
          at(candidate, 'queue_packets') === (delay ? 1000 : Number(row)) &&
          at(candidate, 'nominal_rtt_ms') === (delay ? Number(row) : 0),
      );
      // Some rows of the mail are the sender's rate.
      const difference = Math.abs((at(run ?? [], 'recv_mbps') as number) - value);
      expect(difference).toBeLessThan(Math.max(0.15, value * 1e-4));
    }
  }
});
