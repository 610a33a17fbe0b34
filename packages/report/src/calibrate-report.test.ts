import { expect, test } from 'vitest';
import { type Calibration, type FittedParameter, formatCalibration } from './calibrate-report.js';

const fitted: FittedParameter = {
  name: 'reader.perPacket of openvpn-lab',
  unit: 'ns',
  why: 'At 10 ms the CPU is the limit.',
  stored: 28_100,
  fitted: 28_000,
  deviation: 0.003571,
  standardError: 0.0012,
  outcome: 'fitted',
  rows: [
    {
      id: 'v3_tun/10/openvpn_mbps',
      unit: 'Mbit/s',
      published: 402.4,
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
  outcome: 'not run',
  rows: [{ ...fitted.rows[0]!, unit: 'kpps', stored: null, fitted: null, sensitivity: null }],
};

const report: Calibration = { phases: 3, parameters: [fitted, unfitted] };

test('every parameter with its rows', () => {
  expect(formatCalibration(report)).toMatchInlineSnapshot(`
    "reader.perPacket of openvpn-lab: stored 28,100 ns, fitted 28,000 ns (± 0.1 % from phase to phase), stored is off by +0.4 %
    At 10 ms the CPU is the limit.
    row                        published  stored gives  residual  fitted gives  residual  sensitivity
    ─────────────────────────────────────────────────────────────────────────────────────────────────
    v3_tun/10/openvpn_mbps  402.4 Mbit/s         408.1    +1.4 %         409.6    +1.8 %      −0.98 %

    reader.perByte of tap-vhost: stored 0.309 ns/byte, not run
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
