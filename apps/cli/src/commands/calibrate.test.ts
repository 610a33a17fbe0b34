import { expect, test } from 'vitest';
import { complaint, tunq } from '../testing/capture.js';

const brief = ['openvpn-lab', '--phases', '1', '--duration', '60ms'];

test('a parameter is fitted and printed with its rows', async () => {
  const { status, stdout, stderr } = await tunq(['calibrate', ...brief, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { phases, parameters } = JSON.parse(stdout);
  expect(phases).toBe(1);
  expect(parameters.length).toBeGreaterThan(0);
  for (const { key, unit, stored, rows, presets } of parameters) {
    expect(key).toMatch(/^\w+(?:\.\w+)*$/);
    expect(unit).not.toBe('');
    expect(stored).toBeGreaterThan(0);
    expect(presets).toContain('openvpn-lab');
    for (const row of rows)
      expect(Object.keys(row)).toEqual([
        'id',
        'unit',
        'published',
        'preset',
        'seconds',
        'stored',
        'fitted',
        'sensitivity',
      ]);
  }
  const text = await tunq(['calibrate', ...brief]);
  expect(text.stdout).toMatch(/of openvpn-lab.*: stored .*/);
  expect(text.stdout).toMatch(/^row +published +stored gives +residual +fitted gives +residual +sensitivity$/m);
}, 60_000);

test('--dry runs nothing and lists everything', async () => {
  const { status, stdout } = await tunq(['calibrate', '--dry', '--json', '--strict']);
  expect(status).toBe(0);
  const { parameters } = JSON.parse(stdout);
  expect(parameters.length).toBeGreaterThan(4);
  for (const { outcome, fitted, why } of parameters) {
    expect({ outcome, fitted }).toEqual({ outcome: 'not run', fitted: null });
    expect(why).not.toBe('');
  }
});

test('--strict: a stored value that the rows contradict is status 1', async () => {
  // In 60 ms nothing is as in the published run.
  const { status, stderr } = await tunq(['calibrate', ...brief, '--strict']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^tunq: \d of \d stored values are not within 2 % of the fitted: .*openvpn-lab.*\n$/);
}, 60_000);

test('an interrupt is told with what there is', async () => {
  const abort = new AbortController();
  const run = tunq(['calibrate', 'openvpn', '--duration', '20s', '--phases', '5'], { signal: abort.signal });
  setTimeout(() => abort.abort(), 300);
  expect(await run).toEqual({
    status: 130,
    stdout: '',
    stderr: 'tunq: interrupted; fitted until then: nothing\n',
  });
});

test('an unknown name is told with what is meant', async () => {
  expect(complaint(await tunq(['calibrate', 'openvpm']))).toContain("did you mean 'openvpn'?");
  expect(complaint(await tunq(['calibrate', '--duration', '3parsecs']))).toContain('3parsecs is not a time');
  expect(complaint(await tunq(['calibrate', '--phases', '0']))).toContain('whole number');
});
