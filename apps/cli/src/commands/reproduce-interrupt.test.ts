import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { tunq } from '../testing/capture.js';

/** Ctrl-C after so many runs. */
let runs = 3;
let stop: AbortController;

vi.mock('@tunq/reference/node', async (importOriginal) => {
  const original = await importOriginal<typeof import('@tunq/reference/node')>();
  return {
    ...original,
    reproduce: (options: Parameters<typeof original.reproduce>[0] = {}) =>
      original.reproduce({
        ...options,
        jobs: 1,
        onProgress: (done) => {
          if (done === runs) stop.abort();
        },
      }),
  };
});

beforeEach(() => {
  stop = new AbortController();
});

const argv = ['reproduce', 'v3_vhost_qlen', 'v3_vhost_delay', '--duration', '200ms', '--seeds', '2'];

test('an interrupt shows what was finished, on the page, too', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tunq-interrupt-')), 'tables.html');
  const { status, stdout, stderr } = await tunq([...argv, '--html', file], { signal: stop.signal });
  // Three runs are one cell and half of another one.
  expect({ status, stderr }).toEqual({ status: 130, stderr: 'tunq: interrupted; 1 of 12 cells were finished\n' });
  expect(stdout).toContain('(v3_vhost_qlen)');
  expect(stdout).not.toContain('(v3_vhost_delay)');
  expect(stdout).toContain('interrupted: 11 cells were not finished, first v3_vhost_qlen/1000/patched_mbps');
  expect(readFileSync(file, 'utf8')).toContain('Interrupted: 11 cells were not finished');
});

test('and JSON names the rest', async () => {
  const { status, stdout } = await tunq([...argv, '--json'], { signal: stop.signal });
  expect(status).toBe(130);
  const { cells, unfinished } = JSON.parse(stdout);
  expect(cells).toHaveLength(1);
  expect(unfinished).toHaveLength(11);
});

test('where nothing was finished there is nothing to show', async () => {
  runs = 1;
  const interrupted = { status: 130, stdout: '', stderr: 'tunq: interrupted\n' };
  expect(await tunq(argv, { signal: stop.signal })).toEqual(interrupted);
});
