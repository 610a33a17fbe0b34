import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { slurmMissing, startSlurm } from './slurm.js';

/** What examples/sweep says runs, and ends in the bytes of the sweep in one piece. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const examples = join(root, 'examples/sweep');

let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-examples-'));
  const program = join(folder, 'bin/tunq');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'apps/cli/bin/tunq.js')}" "$@"\n`);
  chmodSync(program, 0o755);
  env = { ...process.env, NO_COLOR: '1', PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` };
  for (const name of readdirSync(examples)) copyFileSync(join(examples, name), join(folder, name));
  run('tunq sweep plan.yaml --quiet --out whole');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, extra: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...extra },
    timeout: 90_000,
  });
  expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
  return stdout;
}

function results(name: string): Record<string, string> {
  const path = join(folder, name);
  const names = readdirSync(path).filter((file) => file !== 'journal.log' && file !== 'timing.json');
  return Object.fromEntries(names.sort().map((file) => [file, readFileSync(join(path, file), 'latin1')]));
}

test('the plan is one that editors accept as it stands', () => {
  expect(readFileSync(join(folder, 'whole/results.csv'), 'utf8').split('\r\n')).toHaveLength(24 * 6 + 2);
});

const missing = slurmMissing();

describe('Slurm', () => {
  test.skipIf(missing)(
    `an array of four, as the head of slurm.sh submits it${missing ? ` (skipped: ${missing})` : ''}`,
    { timeout: 120_000 },
    async ({ skip }) => {
      const cluster = await startSlurm();
      if (typeof cluster === 'string') return skip(cluster);
      try {
        const script = readFileSync(join(folder, 'slurm.sh'), 'utf8');
        const commands = [...script.matchAll(/^# {3}(sbatch .*)$/gm)].map((match) => match[1]!);
        expect(commands).toHaveLength(2);
        const [array, merge] = commands as [string, string];
        // `--wait` only makes the last one end when its job has.
        run(array, cluster.env);
        run(merge.replace('sbatch', 'sbatch --wait'), cluster.env);
      } finally {
        await cluster.stop();
      }
      expect(readdirSync(folder).filter((name) => /^shard-\d$/.test(name))).toHaveLength(4);
      expect(results('merged')).toEqual(results('whole'));
    },
  );
});

/** What the test looks at of a Job of batch/v1. */
interface Job {
  readonly kind: string;
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[];
          readonly args: readonly string[];
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
        }[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

describe('Kubernetes', () => {
  const text = readFileSync(join(examples, 'kubernetes.yaml'), 'utf8');
  const job = parse(text) as Job;
  const [container] = job.spec.template.spec.containers;

  test('the job is an indexed one of as many pods as shards', () => {
    expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', spec: { completionMode: 'Indexed' } });
    expect(container!.env).toEqual([{ name: 'SHARDS', value: `${job.spec.completions}` }]);
    const mounts = container!.volumeMounts.map(({ name }) => name);
    expect(job.spec.template.spec.volumes.map(({ name }) => name)).toEqual(mounts);
  });

  test('its command line does each shard, and what the head says merges them', { timeout: 120_000 }, () => {
    // The volumes are folders here.
    const places = { '/plan/': `${folder}/`, '/results/': `${folder}/volume/` };
    const here = (line: string) => Object.entries(places).reduce((out, [from, to]) => out.replaceAll(from, to), line);
    mkdirSync(join(folder, 'volume'));
    for (let index = 0; index < job.spec.completions; index++) {
      const { status, stderr } = spawnSync(
        container!.command[0]!,
        [...container!.command.slice(1), here(container!.args[0]!)],
        {
          cwd: tmpdir(),
          encoding: 'utf8',
          env: { ...env, SHARDS: container!.env[0]!.value, JOB_COMPLETION_INDEX: `${index}` },
        },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
    const merge = /^# {3}kubectl exec POD -- (tunq sweep merge .*)$/m.exec(text)![1]!;
    run(`${here(merge)} --quiet`);
    expect(results('volume/merged')).toEqual(results('whole'));
  });
});
