// `npm run bench [-- --runs N] [--record FILE] [--no-record] [--json]`: `tunq bench` and its peers in one run. Writes the
// record that docs/performance.md is made from.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatBench, formatJson } from '@tunq/report';
import { judge } from '../dist/index.js';
import { benchmark } from '../dist/node/index.js';
import { measureBrowser } from './browser.mjs';
import { measurePeers } from './peers.mjs';
import { Unavailable } from './tools.mjs';

const record = fileURLToPath(new URL('../../../docs/performance.json', import.meta.url));

const options = readOptions();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
const folder = mkdtempSync(join(tmpdir(), 'tunq-bench-'));
try {
  const report = await measure();
  if (options.record !== undefined) writeFileSync(options.record, formatJson(report));
  process.stdout.write(options.json ? formatJson(report) : `${formatBench(report, { width: 120, color: false })}\n`);
} catch (error) {
  // Ctrl-C ends a peer's program first; the signal itself comes with the next turn.
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (!interrupt.signal.aborted) throw error;
  process.stderr.write('\nbench: interrupted\n');
  process.exitCode = 130;
} finally {
  rmSync(folder, { recursive: true });
}

async function measure() {
  const { runs } = options;
  const mayEnd = () => interrupt.signal.throwIfAborted();
  // Before what uses all cores: its heat and its memory would be the peers'.
  const { peers, skipped } = await measurePeers(folder, runs, say, mayEnd);
  const browser = await measureBrowser(runs, say).catch((error) => {
    if (!(error instanceof Unavailable)) throw error;
    skipped.push({ name: 'browser', reason: error.message });
  });
  mayEnd();
  const { bars: _, ...own } = await benchmark({
    runs,
    signal: interrupt.signal,
    onProgress: (fraction, step) => say(`tunq bench: ${step}, ${Math.round(fraction * 100)} %`),
  });
  const all = { ...own, peers, ...(browser && { browser }), skipped };
  return { ...all, bars: judge(all) };
}

function say(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '5' },
        record: { type: 'string', default: record },
        'no-record': { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    if (!/^[1-9]\d{0,2}$/.test(values.runs))
      throw new Error(`--runs ${values.runs}: a whole number from 1 to 999 is allowed`);
    return { runs: Number(values.runs), record: values['no-record'] ? undefined : values.record, json: values.json };
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exit(2);
  }
}
