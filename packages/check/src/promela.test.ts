import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explore } from './explore.js';
import { protocols } from './policies/index.js';
import { type PromelaModel, promela } from './promela.js';
import { type ReaderKind, readerKinds } from './protocol.js';

/** `spin` as an independent witness: its verdicts on models that share nothing with the search but the protocol's data. */

const missing = ['spin', 'gcc'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
const skipped = missing.length > 0;
const title = skipped ? `spin agrees (skipped: no ${missing.join(', no ')}; apt-get install spin gcc)` : 'spin agrees';

const memories = ['sc', 'tso'] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-spin-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let counter = 0;

/** True when spin finds a fault; it has to have searched everything otherwise. */
function spinFinds(model: PromelaModel): boolean {
  const place = join(folder, String(counter++));
  spawnSync('mkdir', [place]);
  writeFileSync(join(place, 'model.pml'), promela(model));
  const run = (program: string, ...args: string[]): string => {
    const { stdout, stderr, status } = spawnSync(program, args, { cwd: place, encoding: 'utf8', timeout: 120_000 });
    if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
    return stdout;
  };
  run('spin', '-a', 'model.pml');
  run('gcc', model.producers > 1 ? '-O1' : '-O0', '-w', '-DSAFETY', '-DVECTORSZ=2048', '-o', 'pan', 'pan.c');
  const output = run(join(place, 'pan'), '-m2000000', '-w22');
  const errors = /errors: (\d+)/.exec(output);
  expect(errors, output).not.toBeNull();
  expect(output).not.toContain('max search depth too small');
  return Number(errors![1]) > 0;
}

/** All models take minutes; without TUNQ_SPIN=all those run that tell most, in less than one. */
const everything = process.env.TUNQ_SPIN === 'all';

/** Policies that run with every reader; the others of the short run have one reader. */
const everyReader = ['v6', 'v8', 'v12', 'veth-broken', 'veth-fixed'];
const oneReader: Readonly<Record<string, ReaderKind>> = {
  v1: 'blocking',
  'v1-no-sleep-wake': 'blocking',
  v4: 'epoll',
  v5: 'epoll',
  'v12-no-consumer-barrier': 'epoll',
  'v12-no-recheck': 'epoll',
};

function* models(): Generator<PromelaModel> {
  for (const protocol of Object.values(protocols)) {
    const { name } = protocol;
    // The same steps as another one (in a ring this small), or a difference that only a detach shows.
    if (/^linux-7.2-rc|^linux-7.3|^v9$|^v12-set-queue/.test(name) && name !== 'linux-7.3-wake-empty') continue;
    for (const reader of readerKinds) {
      if (!protocol.reader[reader]) continue;
      if (!everything && !everyReader.includes(name) && oneReader[name] !== reader) continue;
      for (const memory of memories) yield { protocol, reader, memory, ring: 1, producers: 1 };
    }
  }
  for (const name of ['v4', 'v8', 'linux-7.3', 'v12-no-consumer-barrier']) {
    const protocol = protocols[name]!;
    for (const memory of memories) {
      if (everything || (name === 'linux-7.3' && memory === 'sc')) {
        yield { protocol, reader: 'blocking', memory, ring: 1, producers: 2 };
      }
      if (everything || name === 'linux-7.3') yield { protocol, reader: 'epoll', memory, ring: 2, producers: 1 };
    }
  }
}

describe.skipIf(skipped)(title, () => {
  test.each(
    [...models()].map((model) => {
      const { protocol, memory, reader, ring, producers } = model;
      return [`${protocol.name} ${memory} ${reader} ring ${ring} senders ${producers}`, model] as const;
    }),
  )(
    '%s',
    (_, model) => {
      const { violations } = explore(model);
      const lost = (['wake', 'order', 'sleep'] as const).some((property) => violations[property]);
      expect(spinFinds(model)).toBe(lost);
    },
    120_000,
  );
});
