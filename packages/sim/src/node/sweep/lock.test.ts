import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hold = (holder: object) => writeFileSync(join(folder, 'lock'), JSON.stringify(holder));
const mine = () => JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'));

test('is one process’s until it is given back', () => {
  const unlock = lockFolder(folder);
  expect(mine()).toMatchObject({ pid: process.pid, host: hostname() });
  expect(() => lockFolder(folder)).toThrow(`process ${process.pid} is sweeping into it`);
  unlock();
  expect(readdirSync(folder)).toEqual([]);
  lockFolder(folder)();
});

test('of a process that was killed it is free at once', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  hold({ ...(await identity(child.pid!)) });
  expect(() => lockFolder(folder)).toThrow(`process ${child.pid} is sweeping into it`);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('close', resolve));
  const unlock = lockFolder(folder);
  expect(mine().pid).toBe(process.pid);
  unlock();
});

test('of a killed process that its parent has not buried it is free, too', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    hold(await identity(pid));
    expect(() => lockFolder(folder)).toThrow(`process ${pid} is sweeping into it`);
    process.kill(pid, 'SIGKILL');
    const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8');
    await expect.poll(() => stat().slice(stat().lastIndexOf(')') + 2, stat().lastIndexOf(')') + 3)).toBe('Z');
    lockFolder(folder)();
  } finally {
    parent.kill('SIGKILL');
  }
});

/** What a lock says of another process that is alive. */
async function identity(pid: number) {
  const unlock = lockFolder(folder);
  const { host, boot } = mine();
  unlock();
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return { pid, host, boot, started: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] };
}

test('a number that another process has got since does not hold it', () => {
  const unlock = lockFolder(folder);
  const holder = mine();
  unlock();
  for (const other of [
    { ...holder, started: '1' },
    { ...holder, boot: 'an earlier one' },
  ]) {
    hold(other);
    lockFolder(folder)();
  }
});

test('of another machine it is free when nobody has touched it for two minutes', () => {
  hold({ pid: 1, host: 'elsewhere', boot: null, started: null });
  expect(() => lockFolder(folder)).toThrow('process 1 on elsewhere is sweeping into it');
  const longAgo = new Date(Date.now() - 121_000);
  utimesSync(join(folder, 'lock'), longAgo, longAgo);
  lockFolder(folder)();
});

test('one that says nothing is free', () => {
  writeFileSync(join(folder, 'lock'), '');
  lockFolder(folder)();
});

test('of many that want a dead one’s at once, one gets it', async () => {
  hold({ pid: 999_999_999, host: hostname(), boot: null, started: null });
  const script = `
    const { lockFolder } = await import(${JSON.stringify(new URL('../../../dist/node/index.js', import.meta.url).href)});
    try { lockFolder(${JSON.stringify(folder)}); console.log('got'); setTimeout(() => {}, 3000); } catch { console.log('not'); }`;
  const said = await Promise.all(
    Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).trim())));
    }),
  );
  expect(said.sort()).toEqual(['got', 'not', 'not', 'not', 'not', 'not']);
});
