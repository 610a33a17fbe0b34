import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file that is not there until it is complete: it is written beside its place and then renamed. */
export interface AtomicFile {
  write(bytes: Uint8Array): void;
  /** Puts it in its place, where it survives a loss of power. */
  commit(): void;
  /** Leaves what was there before. */
  discard(): void;
}

const suffix = '.partial';

export function openAtomicFile(path: string): AtomicFile {
  const partial = join(dirname(path), `.${basename(path)}${suffix}`);
  const file = openSync(partial, 'w');
  return {
    write(bytes) {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    },
    commit() {
      fsyncSync(file);
      closeSync(file);
      renameSync(partial, path);
      syncFolder(dirname(path));
    },
    discard() {
      closeSync(file);
      rmSync(partial, { force: true });
    },
  };
}

export function writeAtomically(path: string, content: string | Uint8Array): void {
  const file = openAtomicFile(path);
  file.write(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  file.commit();
}

/** Removes what a killed process has left of {@link openAtomicFile}. */
export function removePartialFiles(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith(suffix)) rmSync(join(folder, name), { force: true });
}

/** A rename is in the folder, which is synced apart from the file. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch {
    // Not every file system does that for folders.
  } finally {
    closeSync(handle);
  }
}
