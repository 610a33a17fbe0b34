import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { SweepFolderError } from './folder-error.js';

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Since when the machine runs, as far as it says so. */
  readonly boot: string | null;
  /** When the process began, in ticks since then. */
  readonly started: string | null;
}

/** A held lock is touched so often, ms. */
const touchInterval = 15_000;

/** A lock of another machine that was not touched for so long is one of a dead process, ms. */
const abandoned = 120_000;

/** Time in which others that take over from one dead holder have seen that they are not alone, ms. */
const settling = 50;

/** A name of its own for every try of this process. */
let tries = 0;

/**
 * Takes a folder for this process alone. The lock is a file that names its holder, made by a link, so that it is never there
 * without its content. A holder that is dead does not hold it: on the same machine that is seen from the process, after
 * `kill -9` at once; of another one, when the file was not touched for two minutes.
 *
 * @returns what gives it back
 * @throws {SweepFolderError} when another process has it
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const mine = JSON.stringify(thisProcess());
  const draft = join(folder, `.lock-${process.pid}-${tries++}`);
  writeFileSync(draft, mine);
  try {
    let takeover = false;
    while (!tryLink(draft, path)) {
      removeStale(path, draft, folder);
      takeover = true;
    }
    // Another that saw the same dead holder may have moved this lock away for a moment, and a third may have come in between.
    if (takeover) {
      pause(settling);
      if (read(path) !== mine) throw taken(folder, 'another process');
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const timer = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(path, now, now);
    } catch {
      // Somebody removed it; the next holder will say so.
    }
  }, touchInterval);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (read(path) === mine) rmSync(path, { force: true });
  };
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @throws {SweepFolderError} when the lock is not stale */
function removeStale(path: string, draft: string, folder: string): void {
  const content = read(path);
  if (content === undefined) return;
  const holder = parse(content);
  if (holder && isAlive(holder, path, draft)) {
    const who = `process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`}`;
    throw taken(folder, who);
  }
  // Two may see the same dead holder: what was moved away is looked at again.
  const moved = `${draft}.stale`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(moved) !== content) tryLink(moved, path);
  rmSync(moved, { force: true });
}

function taken(folder: string, who: string): SweepFolderError {
  return new SweepFolderError(`${folder}: ${who} is sweeping into it; allowed: another folder, or waiting for it`);
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(content: string): Holder | undefined {
  try {
    const { pid, host, boot, started } = JSON.parse(content) as Holder;
    return { pid, host, boot, started };
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder, path: string, draft: string): boolean {
  // Both times are those of the file system, whatever the clocks of the machines say.
  if (holder.host !== hostname()) return statSync(draft).mtimeMs - statSync(path).mtimeMs < abandoned;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const { state, started } = processStatus(holder.pid);
  // Killed, but its parent has not asked for its status yet; in a container nobody may ever do.
  if (state === 'Z' || state === 'X') return false;
  // The number may have gone to another process since.
  return holder.boot === bootId() && holder.started === started;
}

function thisProcess(): Holder {
  return { pid: process.pid, host: hostname(), boot: bootId(), started: processStatus(process.pid).started };
}

function bootId(): string | null {
  return proc('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

/** Fields 3 and 22 of proc_pid_stat(5); the name of the program before them may hold spaces. */
function processStatus(pid: number): { state: string | null; started: string | null } {
  const stat = proc(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields?.[0] ?? null, started: fields?.[19] ?? null };
}

function proc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
