#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/index.js', import.meta.url);

if (existsSync(program)) {
  await import(program.href);
} else {
  console.error('tunq is not built: run `npm ci && npm run build` in the repository first.');
  process.exitCode = 2;
}
