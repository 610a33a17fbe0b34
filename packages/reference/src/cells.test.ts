import { compileScenario, presetScenario } from '@tunq/scenario';
import { describe, expect, test } from 'vitest';
import { calibration } from './calibration.js';
import { type Cell, cellOf, cellScenario, cells, firstMailTables, simulatedTables } from './cells.js';
import { skippedTables } from './experiments/skipped.js';
import { publishedTables } from './published/index.js';
import { measuredCell } from './published/measured-values.js';
import { publishedCells } from './published/published-cells.js';
import { rateOf } from './rate.js';

const tenSeconds = 10e9;
const compiled = (id: string) => compileScenario(cellScenario(cellOf(id), (cellOf(id).seconds ?? 10) * 1e9));

test('the first mail is whole: 68 cells', () => {
  const simulated = cells.filter(({ table }) => firstMailTables.includes(table)).map(({ id }) => id);
  expect(simulated).toHaveLength(68);
  expect(simulated.toSorted()).toEqual(
    firstMailTables
      .flatMap(publishedCells)
      .map(({ id }) => id)
      .toSorted(),
  );
});

test('every cell has a published rate', () => {
  for (const { id } of cells) {
    const { unit, published } = rateOf(id);
    const { goodputMbps } = measuredCell(id).measured;
    if (unit.endsWith('bit/s')) expect(goodputMbps, id).toBeGreaterThan(0);
    else expect(goodputMbps, id).toBeUndefined();
    expect(published, id).toBeGreaterThanOrEqual(0);
  }
});

test('every published table is simulated or says why not', () => {
  const known = [...simulatedTables, ...skippedTables.map(({ table }) => table)];
  expect(new Set(known)).toEqual(new Set(publishedTables.map(({ name }) => name)));
});

test('every column of a simulated table is simulated or says why not', () => {
  for (const table of simulatedTables) {
    const missing = publishedCells(table)
      .filter(({ id }) => !cells.some((cell) => cell.id === id))
      .map(({ column }) => column);
    const skipped = skippedTables.find((entry) => entry.table === table)?.columns ?? [];
    expect([...new Set(missing)]).toEqual(skipped);
  }
});

test('every scenario is legal', () => {
  for (const cell of cells) expect(cellScenario(cell, tenSeconds).duration).toBe(tenSeconds);
});

test('rows and columns become what was varied', () => {
  expect(compiled('v3_tun_lab_rtt/80/openvpn_mbps')).toMatchObject({
    device: { kind: 'tun', queueLength: 100, flowControl: { stop: 'never' } },
    path: { delay: 40e6, returnDelay: 40e6 },
  });
  expect(compiled('v3_tun_realworld_qlen/10/wireguard_go_patched_mbps')).toMatchObject({
    device: { kind: 'tun', queueLength: 10, flowControl: { stop: 'filled', wake: 'empty' } },
    path: { delay: 60e6 },
  });
  expect(compiled('v3_vhost_qlen/1/patched_mbps')).toMatchObject({
    device: { kind: 'tap+vhost', queueLength: 1, tso: true, flowControl: { wake: 'empty' } },
    reader: { batch: 64 },
  });
  expect(compiled('v7_pinned_iperf3/TAP+vhost-net pinned,4/stock_gbps').flows).toHaveLength(4);
  expect(compiled('v7_iperf3/TAP/noqueue_gbps')).toMatchObject({ qdisc: { kind: 'noqueue' } });
});

test('without a queue the RTT of a row is the one that its name says', () => {
  const idle = (id: string) => {
    const { qdisc, path } = compiled(id);
    return (qdisc.kind === 'netem' ? qdisc.delay : 0) + path.delay + path.returnDelay + (path.ingressDelay ?? 0);
  };
  const named = cells.flatMap(({ id, table, row }) => {
    const ms = table === 'v3_tun_lab_rtt' || table.endsWith('_delay') ? row : /(\d+)ms/.exec(row)?.[1];
    return ms === undefined || id === 'v3_tap_delay/120/patched_mbps' ? [] : [{ id, ms: Number(ms) }];
  });
  expect(named.length).toBeGreaterThan(30);
  // The local part of a delayed row is 0.1 ms.
  for (const { id, ms } of named) expect(Math.abs(idle(id) / 1e6 - ms), id).toBeLessThan(0.2);
});

test('half of a delay is netem above the ring; the patched TAP rows say what RTT they were measured at', () => {
  const halves = (id: string) => {
    const { qdisc, path } = compiled(id);
    return [qdisc.kind === 'netem' && qdisc.delay, path.ingressDelay];
  };
  expect(halves('v3_tap_delay/60/patched_mbps')).toEqual([30e6, 30e6]);
  expect(halves('v3_tap_delay/120/default_mbps')).toEqual([60e6, 60e6]);
  expect(halves('v3_tap_delay/120/patched_mbps')).toEqual([45e6, 45e6]);
  expect(cellOf('v3_tap_delay/60/patched_mbps').note).toContain('72.2 ms');
  expect(cellOf('v3_tap_delay/120/patched_mbps').note).toContain('100.4 ms');
});

test('an unknown cell is refused', () => {
  expect(() => cellOf('v3_tun_lab_rtt/11/openvpn_mbps')).toThrow(RangeError);
});

describe('a cell is its preset', () => {
  const first = cells.filter(({ table }) => firstMailTables.includes(table));
  const varied = (table: string) =>
    table === 'v3_tun_lab_rtt'
      ? ['path.rtt']
      : table.endsWith('_qlen')
        ? ['device.queueLength']
        : ['qdisc.delay', 'path.ingressDelay'];

  test.each(first)('$id: nothing is set but what its table varies', ({ id, table, row, preset, settings }) => {
    const keys = varied(table);
    expect(Object.keys(settings)).toEqual(keys);
    expect(compiled(id)).toEqual(
      compileScenario(
        presetScenario(
          preset,
          keys.map((key) => `${key}=${settings[key]}`),
        ),
      ),
    );
    if (keys.length === 2 && id !== 'v3_tap_delay/120/patched_mbps') {
      for (const key of keys) expect(settings[key]).toBe(`${Number(row) / 2}ms`);
    } else if (keys.length === 1) {
      expect(settings[keys[0]!]).toBe(table === 'v3_tun_lab_rtt' ? `${row}ms` : row);
    }
  });

  test.each([
    ['v3_tun_lab_rtt/40/wireguard_go_mbps', 'wireguard-go-lab'],
    ['v3_tun_lab_rtt/40/openvpn_patched_mbps', 'openvpn-lab-patched'],
    ['v3_tun_realworld_qlen/500/wireguard_go_patched_mbps', 'wireguard-go-world-patched'],
    ['v3_tun_realworld_qlen/500/openvpn_mbps', 'openvpn-world'],
    ['v3_tap_qlen/1000/default_mbps', 'tap-e1000'],
    ['v3_tap_delay/60/default_mbps', 'tap-e1000-delay'],
    ['v3_vhost_qlen/1000/patched_mbps', 'tap-vhost-patched'],
    ['v3_vhost_delay/60/patched_mbps', 'tap-vhost-delay-patched'],
  ])('%s is `tunq run %s`', (id, preset) => {
    expect(compiled(id)).toEqual(compileScenario(presetScenario(preset)));
  });
});

describe('calibration', () => {
  const fitted = new Set(calibration.flatMap(({ rows }) => rows));
  const role = (wanted: Cell['role']) => cells.filter((cell) => cell.role === wanted).map(({ id }) => id);

  test('is at most 16 of the 68 cells, and all that it names are cells', () => {
    const first = role('calibration').filter((id) => firstMailTables.some((table) => id.startsWith(`${table}/`)));
    expect(first.length).toBeLessThanOrEqual(16);
    const simulated = [...fitted].filter((id) => simulatedTables.includes(id.split('/')[0]!));
    expect(new Set(role('calibration'))).toEqual(new Set(simulated));
    const published = publishedTables.flatMap(({ name }) => publishedCells(name)).map(({ id }) => id);
    for (const id of fitted) expect(published).toContain(id);
  });

  test('lists each value once, with the presets that have it', () => {
    expect(calibration.map(({ key, presets }) => `${key} of ${presets[0]}, ${presets.length} presets`)).toEqual([
      'reader.sendPerPacket of wireguard-go-lab, 4 presets',
      'reader.sendQueue of wireguard-go-lab, 4 presets',
      'reader.wakeup of wireguard-go-lab, 8 presets',
      'duration of wireguard-go-lab, 8 presets',
      'receiver.truesize of wireguard-go-lab, 4 presets',
      'reader.perPacket of openvpn-lab, 4 presets',
      'device.queueLength of openvpn-lab, 2 presets',
      'receiver.truesize of openvpn-lab, 4 presets',
      'reader.perPacket of tap-e1000, 6 presets',
      'reader.wakeup of tap-e1000, 12 presets',
      'reader.queueWakeup of tap-e1000, 12 presets',
      'receiver.reading.perByte of tap-e1000, 5 presets',
      'reader.perPacket of tap-vhost, 6 presets',
      'reader.perByte of tap-vhost, 6 presets',
      'receiver.reading.coldPerByte of tap-vhost, 5 presets',
      'receiver.reading.perPacket of tap-e1000-v7, 2 presets',
      'reader.perPacket of tap-threads, 2 presets',
      'machine.xmit of tap-threads, 2 presets',
      'machine.lockWait of tap-threads, 2 presets',
      'path.rtt of tap-threads, 2 presets',
      'flows.0.perSent of pktgen-e1000, 2 presets',
      'flows.0.perLost of pktgen-e1000, 2 presets',
      'flows.0.perSent of raw-tap, 1 presets',
      'reader.stalls.interval of raw-tap, 1 presets',
    ]);
  });

  test('a value is fitted on cells of presets that have it, and no cell sets it otherwise', () => {
    for (const { key, rows, presets } of calibration) {
      const used = cells.filter(({ id }) => rows.includes(id));
      for (const { id, preset } of used) expect(presets, id).toContain(preset);
      const having = cells.filter(({ preset }) => presets.includes(preset));
      for (const { id, settings } of having) expect(settings, id).not.toHaveProperty([key]);
    }
  });
});
