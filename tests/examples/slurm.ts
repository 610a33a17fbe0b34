import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Programs of Debian's slurm-wlm and munge. */
const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'sinfo'];

/** Time that the daemons get to find each other, ms. */
const patience = 20_000;

/** A Slurm cluster of this one machine, in a folder of its own. */
export interface Cluster {
  /** Environment for `sbatch` and the others. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Why there cannot be one; null if nothing is missing. */
export function slurmMissing(): string | null {
  const missing = programs.filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`], { env: environment() }).status !== 0,
  );
  return missing.length === 0 ? null : `${missing.join(', ')} not installed (apt-get install slurm-wlm)`;
}

/** @returns the cluster, or why it did not start */
export async function startSlurm(): Promise<Cluster | string> {
  const folder = mkdtempSync(join(tmpdir(), 'tunq-slurm-'));
  const node = hostname().split('.')[0]!;
  const at = (name: string) => join(folder, name);
  mkdirSync(at('state'));
  mkdirSync(at('spool'));
  writeFileSync(at('munge.key'), randomBytes(128), { mode: 0o400 });
  writeFileSync(at('slurm.conf'), configuration(folder, node, [await freePort(), await freePort()]));
  const env = { ...environment(), SLURM_CONF: at('slurm.conf') };
  const daemons: ChildProcess[] = [];
  const daemon = (command: string, ...argv: string[]) => {
    daemons.push(spawn(command, argv, { env, stdio: 'ignore' }));
  };
  daemon('munged', '--foreground', '--force', ...mungeFiles(folder));
  daemon('slurmctld', '-D', '-f', at('slurm.conf'));
  daemon('slurmd', '-D', '-f', at('slurm.conf'));
  const stop = async () => {
    await Promise.all(daemons.map(ended));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const { stdout } = spawnSync('sinfo', ['--noheader', '--format=%T'], { env, encoding: 'utf8', timeout: 5000 });
    if (stdout?.trim() === 'idle') return { env, stop };
    if (daemons.some(({ exitCode }) => exitCode !== null)) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const log = tryRead(at('slurmctld.log')).trim().split('\n').at(-1);
  await stop();
  return `the daemons did not start: ${log || 'no log'}`;
}

function configuration(folder: string, node: string, [controller, daemon]: readonly [number, number]): string {
  const { username } = userInfo();
  return `ClusterName=tunq
SlurmctldHost=${node}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${daemon}
SlurmUser=${username}
SlurmdUser=${username}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CredType=cred/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
NodeName=${node} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
`;
}

function mungeFiles(folder: string): string[] {
  const files = { key: 'munge.key', socket: 'munge.socket', pid: 'munged.pid', log: 'munged.log', seed: 'munge.seed' };
  return Object.entries(files).map(([name, file]) =>
    `--${name}-file=${join(folder, file)}`.replace('socket-file', 'socket'),
  );
}

/** Daemons stand where only root looks. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await closed;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
