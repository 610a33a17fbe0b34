#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const program = new URL('../dist/index.js', import.meta.url);

if (existsSync(program)) {
  // Node 22.1 and later keep what they have compiled: a start loads a hundred modules.
  module.enableCompileCache?.();
  await import(program.href);
} else {
  console.error('tunq is not built: run `npm ci && npm run build` in the repository first.');
  process.exitCode = 2;
}
