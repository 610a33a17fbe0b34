import { expect, test } from 'vitest';
import { kernelOfVersion } from './kernel-version.js';

test.each([
  ['6.12', 'stock'],
  ['v6.12.9-arch1-1', 'stock'],
  ['5.15.0-139-generic', 'stock'],
  ['7.1', 'stock'],
  ['7.2', 'stock'],
  ['7.2.1', 'stock'],
  ['7.2-rc1', 'linux-7.2-rc'],
  ['7.2.0-rc5', 'linux-7.2-rc'],
  ['7.2-rc6', 'stock'],
  ['7.3', 'linux-7.3'],
  ['7.3-rc2', 'linux-7.3'],
  ['linux-7.3', 'linux-7.3'],
  ['7.10', 'linux-7.3'],
  ['8.0', 'linux-7.3'],
  ['stock', 'stock'],
])('%s is %s', (version, name) => {
  expect(kernelOfVersion(version)?.name).toBe(name);
});

test.each(['', 'seven', '7', '7.x', '-7.3', 'constructor'])('%s is no version', (text) => {
  expect(kernelOfVersion(text)).toBeUndefined();
});
