import { expect, test } from 'vitest';
import { measurements, ping } from './result.fixture.js';
import { formatRun } from './run-report.js';

test('every number of a TCP run stands in the table with its unit', () => {
  expect(formatRun({ result: measurements })).toMatchInlineSnapshot(`
    "throughput
      goodput                           787.3 Mbit/s
      in the second half                23.40 Gbit/s
      retransmits                       553,971
    latency
      smoothed RTT, min / mean / max    147 µs / 61.17 ms / 2.350 s
      RTT samples, p50 / p95 / p99      1.500 ms / 2.500 ms / 3.500 ms
      time in qdisc, mean / p99 / max   0 ms / 0 ms / 0 ms
      time in ring, mean / p99 / max    7.250 ms / 14.50 ms / 15 ms
    queue
      ring drops                        40,725
      qdisc drops                       0
      path drops                        3
      queue stops / wakes               12 / 11
      ring produced / consumed          1,234,567 / 1,234,560
      ring occupancy, mean / p99 / max  12.35 / 485 / 500
    CPU of the reader
      ring filled by senders / wakes    1,000,000 / 234,567
      softirqs of wakes                 41.50 ms
      waiting for other CPUs            94 ms
    simulation
      events                            9,876,543
      packets                           2,469,134
      CPU time                          250 ms"
  `);
});

test('ping and datagrams appear where they are measured', () => {
  const udp = { sent: 500, received: 450, delayMs: { min: 20, mean: 21, p99: 25, max: 26 } };
  const text = formatRun({
    result: { ...measurements, flows: [{ ...measurements.flows[0]!, kind: 'ping' }], pingMs: ping, udp },
  });
  expect(text).toContain('40 ms / 41.50 ms / 49 ms');
  expect(text).toMatch(/pings lost +12 of 1,000/);
  expect(text).toMatch(/datagrams lost +50 of 500/);
  expect(text).not.toContain('goodput');
});

test('costs of several CPUs appear where there are any', () => {
  const readerCpu = { softirqPackets: 5, softirqMs: 0, lockWaitMs: 0 };
  expect(formatRun({ result: { ...measurements, readerCpu } })).not.toContain('CPU of the reader');
});

test('several flows are listed, many are cut short', () => {
  const flows = (count: number) => Array.from({ length: count }, () => measurements.flows[0]!);
  expect(formatRun({ result: { ...measurements, flows: flows(2) } })).toMatch(
    / 2 +tcp +787\.3 Mbit\/s +553,971 +61\.17 ms +2\.650 MB/,
  );
  expect(formatRun({ result: { ...measurements, flows: flows(1000) } })).toContain('… and 984 more');
});

test('colour codes only where they are wanted', () => {
  const esc = String.fromCharCode(27);
  expect(formatRun({ result: measurements }, { width: 80, color: false })).not.toContain(esc);
  expect(formatRun({ result: measurements }, { width: 80, color: true })).toContain(`${esc}[1mthroughput`);
});
