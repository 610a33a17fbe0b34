// Random scenarios, measured with the kernel lab: `TUNQ_KERNEL_LAB=/path/to/kernel-lab node scripts/differential.mjs`.
//
// The scenarios follow from the seed alone. Every outcome is kept in data/differential.json.gz: the cells that ended, and
// by name the runs that did not. Runs that are in the file already are not measured again; `--list` only prints them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCellFile, slim, writeCellFile } from './cell-file.mjs';

const { values } = parseArgs({
  options: {
    lab: { type: 'string', default: process.env.TUNQ_KERNEL_LAB },
    limit: { type: 'string', default: '150' },
    list: { type: 'boolean', default: false },
  },
});

const file = fileURLToPath(new URL('../data/differential.json.gz', import.meta.url));
const seed = 20_261_122;
const count = 40;

/** mulberry32: 32 bits of state, the same numbers everywhere. */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One run as the lab's keys. Every draw takes the same numbers, so that a change of one key leaves the others alone. */
function draw(random, index) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const spread = (low, high) => low * (high / low) ** random();
  const round = (value) => Number(value.toPrecision(2));
  const flows = pick([1, 1, 1, 1, 2, 3, 4, 6, 8]);
  const cc = pick(['cubic', 'cubic', 'reno', 'bbr']);
  const tso = random() < 0.25;
  const kind = pick([...Array(3).fill('pfifo_fast'), 'fq_codel', 'fq_codel', 'fq', 'fq', 'pfifo', 'pfifo', 'noqueue']);
  const limit = Math.round(spread(5, 2000));
  const ring = Math.round(spread(1, 5000));
  const rtt = round(spread(0.2, 200));
  const service = round(spread(2000, 200_000));
  const odd = Math.round(576 + random() * (1500 - 576));
  const mtu = random() < 0.5 ? 1500 : odd;
  const rmem = pick([1 << 20, 2 << 20, 6_291_456, 6_291_456, 16 << 20, 32 << 20]);
  const wmem = pick([1 << 20, 4_194_304, 4_194_304, 16 << 20]);
  const hystart = random() < 0.8 ? 1 : 0;
  const bp = random() < 0.5 ? 1 : 0;
  const wake = pick([0, 0, 0, 1, 2]);
  const batch = pick([1, 16, 64]);
  const perByte = pick([0, 0.3, 1.2, 3]);
  // A packet takes the lab some 75 us: no more of them than half a minute has.
  const seconds = tso || service < 17_000 ? (tso || service >= 8000 ? 5 : 3) : 10;
  const run = {
    qlen: ring,
    rtt,
    svc: service,
    flows,
    cc,
    qdisc: kind === 'pfifo' ? `pfifo+limit+${limit}` : kind,
    bp,
    ...(bp && { wake }),
    rmem,
    wmem,
    mtu,
    hystart,
    dur: seconds,
    ...(tso && { vnet: 1, batch, npb: perByte }),
  };
  const name = [
    `d${String(index + 1).padStart(2, '0')}`,
    `${cc}-${flows}f-${run.qdisc}-q${ring}-${rtt}ms-${service / 1000}us`,
    bp ? ['bp', 'bp-wakeempty', 'bp-wakeany'][wake] : 'drop',
    ...(tso ? [`tso-b${batch}-${perByte}nspb`] : []),
    ...(mtu === 1500 ? [] : [`mtu${mtu}`]),
  ];
  return { id: name.join('-'), arguments: Object.entries(run).map(([key, value]) => `${key}=${value}`) };
}

const random = generator(seed);
const runs = Array.from({ length: count }, (_, index) => draw(random, index));
if (values.list) {
  for (const run of runs) console.log(run.id, run.arguments.join(' '));
  process.exit();
}
if (!values.lab) {
  console.error('differential: --lab DIR or TUNQ_KERNEL_LAB=DIR must say where the kernel lab is');
  process.exit(2);
}

const stored = readCellFile(file) ?? { cells: [], failed: [] };
/** What is kept of earlier runs, in the order of the draw. */
const document = () => ({
  meta: { ...stored.meta, seed, drawn: count },
  cells: runs.flatMap(({ id }) => stored.cells.filter((cell) => cell.id === id)),
  failed: runs.flatMap(({ id }) => stored.failed.filter((run) => run.id === id)),
});
const folder = mkdtempSync(join(tmpdir(), 'tunq-differential-'));
for (const [index, run] of runs.entries()) {
  if ([...stored.cells, ...stored.failed].some(({ id }) => id === run.id)) continue;
  const started = performance.now();
  const json = join(folder, `${index}.json`);
  const { status, stdout, stderr } = spawnSync(
    'nice',
    [join(values.lab, 'run'), '--limit', values.limit, '--json', json, ...run.arguments],
    { encoding: 'utf8' },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  if (status === 0) {
    const { meta, cells } = JSON.parse(readFileSync(json, 'utf8'));
    stored.meta = meta;
    stored.cells.push({ ...slim(cells[0]), id: run.id });
  } else {
    const reason = stderr
      .trim()
      .split('\n')
      .at(-1)
      .replace(/;? ?see \S+$/, '');
    stored.failed.push({ ...run, reason });
  }
  writeCellFile(file, document());
  console.log(`${index + 1} of ${count}: ${run.id}: ${status === 0 ? stdout.trim() : stderr.trim()} (${seconds} s)`);
}
rmSync(folder, { recursive: true });
