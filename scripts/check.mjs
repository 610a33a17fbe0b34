// `npm run check [-- --summary FILE]`: everything that is checked without running the code: format and lint, types, layering,
// dead code, the shape of the published packages, sizes. Every check runs, whatever the others say.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { turbo } from './turbo.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { summary: { type: 'string' } } });

const manifests = ['packages', 'apps']
  .flatMap((group) => readdirSync(`${root}${group}`).map((name) => `${group}/${name}`))
  .filter((folder) => existsSync(`${root}${folder}/package.json`))
  .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) }));
const published = manifests.filter(({ manifest }) => !manifest.private);
const importable = published.filter(({ manifest }) => manifest.exports?.['.']);

/** Entry points that are no modules: nothing to resolve types for. */
const assets = (manifest) => Object.keys(manifest.exports).filter((entry) => /\.(wasm|json)$|\*/.test(entry));

const checks = [
  ['format and lint (biome)', 'biome check . --error-on-warnings'],
  ['types (tsc), packages and apps', 'node scripts/turbo.mjs typecheck --output-logs=errors-only'],
  ['types (tsc), tests and configuration', 'tsc --noEmit'],
  ['layering (dependency-cruiser)', 'depcruise --config .dependency-cruiser.js packages apps'],
  ['dead code (knip)', 'knip'],
  ['sizes (size-limit)', 'size-limit'],
  ['API documentation (typedoc)', 'typedoc --emit none'],
  ...published.map(({ folder, manifest }) => [`publint ${manifest.name}`, `publint --strict ${folder}`]),
  ...importable.map(({ folder, manifest }) => [
    `types as consumers see them (attw) ${manifest.name}`,
    `attw --pack ${folder} --profile esm-only --exclude-entrypoints ${assets(manifest).join(' ')}`,
  ]),
];

/** Runs one command and says how it went; its output shows only if it fails. */
function run(name, command) {
  const started = performance.now();
  const { status, output } = spawnSync(command, {
    cwd: root,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`✓ ${name} (${seconds} s)`);
    return true;
  }
  console.log(`✗ ${name} (${seconds} s): ${command}\n${output[1]}${output[2]}`);
  return false;
}

// publint, attw, size-limit and types across packages look at what is built.
const built = turbo(['build'], { quiet: true }) === 0;
if (!built) console.log('✗ build: npm run build');
const failed = checks.filter(([name, command]) => !run(name, command)).map(([name]) => name);
if (!built) failed.unshift('build');
const passed = checks.length + 1 - failed.length;

console.log(`\n${passed} checks passed, ${failed.length} failed${failed.map((name) => `\n  ✗ ${name}`).join('')}`);
if (values.summary) writeFileSync(values.summary, `${JSON.stringify({ passed, failed }, null, 2)}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
