import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaint, tunq } from './testing/capture.js';
import { legalDocument, malformed } from './testing/malformed.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-malformed-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('there are at least 200 of them, all different', () => {
  expect(new Set(malformed.map(({ content }) => String(content))).size).toBeGreaterThanOrEqual(200);
});

test('the document that they are made from is legal', async () => {
  const { status, stderr } = await tunq(['run', written('legal.yaml', legalDocument), '--json']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test.each(malformed)('$name', async ({ content, line, key }) => {
  const path = written('bad.yaml', content);
  const message = complaint(await tunq(['run', path]));
  expect(message.slice(0, path.length + 1)).toBe(`${path}:`);
  if (line !== undefined) expect(message).toContain(`${path}:${line}:`);
  if (key !== undefined) expect(message).toContain(`: ${key}: `);
  expect(message.length).toBeLessThan(path.length + 600);
});

test('compare refuses them in the same way', async () => {
  const path = written('bad.yaml', 'device:\n  queueLength: -1\n');
  const message = complaint(await tunq(['compare', path, '--vary', 'path.rtt=1ms,2ms']));
  expect(message).toContain(`${path}:2:16: device.queueLength: -1 is negative`);
});
