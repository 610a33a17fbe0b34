import { expect, test } from 'vitest';
import { type Calibration, type FittedParameter, formatCalibration } from './calibrate-report.js';
import { textWidth } from './text-table.js';

const fitted: FittedParameter = {
  name: 'reader.perPacket of openvpn-lab',
  unit: 'ns',
  why: 'At 10 ms the CPU is the limit.',
  stored: 28_100,
  fitted: 28_000,
  deviation: 0.003571,
  standardError: 0.0012,
  outcome: 'fitted',
  range: [17_562.5, 44_960],
  mostRuns: 57,
  rows: [
    {
      id: 'v3_tun/10/openvpn_mbps',
      unit: 'Mbit/s',
      published: 402.4,
      preset: 'openvpn-lab',
      seconds: 50,
      stored: { simulated: 408.1, residual: 0.0142 },
      fitted: { simulated: 409.6, residual: 0.0179 },
      sensitivity: -0.9846,
    },
  ],
};

const unfitted: FittedParameter = {
  ...fitted,
  name: 'reader.perByte of tap-vhost',
  unit: 'ns/byte',
  stored: 0.309,
  fitted: null,
  deviation: null,
  standardError: null,
  outcome: 'no root near',
  range: [0.193, 0.494],
  rows: [{ ...fitted.rows[0]!, unit: 'kpps', stored: null, fitted: null, sensitivity: null }],
};

/** As wide as it gets. */
const wide = { width: 200, color: false };

const report: Calibration = { phases: 3, parameters: [fitted, unfitted] };

test('every parameter with its rows', () => {
  expect(formatCalibration(report, wide)).toMatchInlineSnapshot(`
    "reader.perPacket of openvpn-lab: stored 28,100 ns, fitted 28,000 ns (± 0.1 % from phase to phase), stored is off by +0.4 %
    At 10 ms the CPU is the limit.
    row                        published  stored gives  residual  fitted gives  residual  sensitivity
    ─────────────────────────────────────────────────────────────────────────────────────────────────
    v3_tun/10/openvpn_mbps  402.4 Mbit/s         408.1    +1.4 %         409.6    +1.8 %      −0.98 %

    reader.perByte of tap-vhost: stored 0.309 ns/byte, no root near from 0.193 ns/byte to 0.494 ns/byte
    At 10 ms the CPU is the limit.
    row                      published  stored gives  residual  fitted gives  residual  sensitivity
    ───────────────────────────────────────────────────────────────────────────────────────────────
    v3_tun/10/openvpn_mbps  402.4 kpps             –         –             –         –            –

    Fitted: the value with which the errors of its rows cancel, each row averaged over 3 phases.
    Sensitivity: change of the row for 1 % more of the parameter. Nothing is written: a value is stored by hand."
  `);
});

test('a stored value that is more than 2 % off is red', () => {
  const red = `${String.fromCharCode(27)}[31m`;
  const style = { width: 100, color: true };
  expect(formatCalibration(report, style)).not.toContain(red);
  const off = { ...report, parameters: [{ ...fitted, deviation: -0.021 }] };
  expect(formatCalibration(off, style)).toContain(`${red}−2.1 %`);
});

test('a narrow terminal gets residuals below their numbers, a narrower one a line each', () => {
  const id = 'librecast_iperf3_threads/7.2.0-rc1 with series reverted (tail drop),1/sender_gbps';
  const long = { ...fitted, rows: [{ ...fitted.rows[0]!, id }] };
  for (const width of [200, 120, 80, 60, 40]) {
    const text = formatCalibration({ ...report, parameters: [long, unfitted] }, { width, color: false });
    expect(textWidth(text), `${width}`).toBeLessThanOrEqual(width);
  }
  const text = formatCalibration({ ...report, parameters: [long] }, { width: 80, color: false });
  expect(text).toMatch(/ +402\.4 +408\.1 +409\.6 +−0\.98 %\n.* +Mbit\/s +\+1\.4 % +\+1\.8 %$/m);
  const list = formatCalibration({ ...report, parameters: [long] }, { width: 40, color: false });
  expect(list).toMatch(/^ {2}stored gives {2}408\.1 \+1\.4 %$/m);
});

test('a length that was asked for is not searched', () => {
  const given: FittedParameter = {
    ...unfitted,
    name: 'duration of x',
    unit: 'ns',
    stored: 50e9,
    outcome: 'length given',
  };
  const text = formatCalibration({ phases: 3, parameters: [given] }, wide);
  expect(text).toMatch(/^duration of x: stored 50 s, not searched: --duration sets it\nAt 10 ms .*\n\nFitted: /);
});

test('a dry run says what would be run, and shows no results', () => {
  const dry: FittedParameter = { ...unfitted, outcome: 'not run' };
  const time: FittedParameter = { ...dry, name: 'duration', unit: 'ns', stored: 50e9, range: [31_250_000_000, 80e9] };
  const text = formatCalibration({ phases: 3, parameters: [dry, time] }, wide);
  expect(text).not.toContain('–');
  expect(text).toContain('stored 0.309 ns/byte, to be searched from 0.193 ns/byte to 0.494 ns/byte');
  expect(text).toContain('duration: stored 50 s, to be searched from 31.25 s to 80 s');
  expect(text).toMatch(
    /^row +published +preset +runs\n─+\nv3_tun\/10\/openvpn_mbps +402\.4 kpps +openvpn-lab +57 of 50 s$/m,
  );
  expect(text).toMatch(/Without --dry: at most 114 runs \(3 of each row and value\), 5,700 s of simulated time\.$/);
});
