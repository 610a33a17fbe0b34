// `node scripts/turbo.mjs TASK…`: turbo with its telemetry off, on every operating system.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs turbo tasks in the repository.
 * @param {string[]} args what stands after `turbo run`
 * @param {{ quiet?: boolean }} options quiet: says nothing unless it fails, and then on stderr
 * @returns {number} turbo's exit status
 */
export function turbo(args, { quiet = false } = {}) {
  const { status, error, output } = spawnSync(process.execPath, ['node_modules/turbo/bin/turbo', 'run', ...args], {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0 && quiet) process.stderr.write(`${output[1]}${output[2]}`);
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = turbo(process.argv.slice(2));
