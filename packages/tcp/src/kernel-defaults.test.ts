import { expect, test } from 'vitest';
import { congestionControls } from './congestion-controls.js';
import { kernelDefaults, kernelReleases } from './kernel-defaults.js';

test('every default has a value, a unit and a source', () => {
  for (const release of kernelReleases) {
    for (const [name, entry] of Object.entries(kernelDefaults(release))) {
      expect(Number.isFinite(entry.value), name).toBe(true);
      expect(entry.unit, name).not.toBe('');
      expect(entry.source, name).toMatch(/(net|include)\//);
    }
  }
});

test('what 6.16 and later changed', () => {
  const changed = Object.entries(kernelDefaults('6.12'))
    .filter(([name, entry]) => kernelDefaults('7.3')[name as 'tcp_rmem.2'].value !== entry.value)
    .map(([name]) => name);
  expect(changed.sort()).toEqual(['tcp_comp_sack_rtt_percent', 'tcp_limit_output_bytes', 'tcp_rmem.2']);
  expect(kernelDefaults('6.12').tcp_limit_output_bytes.value).toBe(1 << 20);
  expect(kernelDefaults('7.3').tcp_limit_output_bytes.value).toBe(4 << 20);
  expect(kernelDefaults('6.12')['tcp_rmem.2'].value).toBe(6 << 20);
});

test('the constants of CUBIC in Linux', () => {
  const table = kernelDefaults('7.3');
  expect(table['cubic.beta'].value).toBe(0.7001953125);
  expect((table['cubic.bic_scale'].value * 10) / 1024).toBeCloseTo(0.4, 3);
});

test('a congestion control is listed under its own name', () => {
  for (const [name, control] of Object.entries(congestionControls)) expect(control.name).toBe(name);
});
