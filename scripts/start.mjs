// `npm start [-- ARGS]`: builds what is missing, then runs `tunq reproduce`, or `tunq ARGS`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { turbo } from './turbo.mjs';

const cli = fileURLToPath(new URL('../apps/cli/bin/tunq.js', import.meta.url));

if (!existsSync(new URL('../node_modules', import.meta.url))) {
  console.error('The dependencies are missing: run `npm ci` first.');
  process.exit(2);
}
if (!existsSync(new URL('../apps/cli/dist/index.js', import.meta.url))) console.error('Building tunq, once …');
// Quiet, because stdout belongs to the CLI: `npm -s start -- run … --json` is one JSON document.
const status = turbo(['build'], { quiet: true });
if (status !== 0) process.exit(status);

const args = process.argv.slice(2);
const child = spawnSync(process.execPath, [cli, ...(args.length > 0 ? args : ['reproduce'])], {
  // Paths in ARGS are relative to where the user typed them; npm itself runs scripts in the root.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
if (child.error) throw child.error;
process.exitCode = child.status ?? 1;
