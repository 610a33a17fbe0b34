import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { EndedRun } from '../../sweep/run-table.js';

/** Between two syncs to the disk, ms. */
const syncInterval = 1000;

const chunk = 1 << 20;

const newline = 0x0a;

/**
 * The runs of a sweep that have ended, in the order in which they did. One line a run: the CRC-32 of what follows, eight
 * hexadecimal digits; a space; `[run, seed, cells]` or `[run, seed, "error"]` as JSON.
 *
 * A line is written by one system call as soon as its run has ended, so that the death of the process loses none; the disk is
 * synced every second, so that a loss of power costs the runs of the last one. A line that is torn or damaged is no run: that
 * run is done again. Of two lines of one run the later holds.
 */
export class Journal {
  /** Lines that were no runs; a torn last one is not counted. */
  readonly damaged: number;
  readonly #file: number;
  readonly #offsets: Float64Array;
  readonly #lengths: Uint32Array;
  readonly #failed: Uint8Array;
  #size: number;
  #dirty = false;
  #syncing = false;
  readonly #timer: NodeJS.Timeout;

  /**
   * Opens or begins a journal, and cuts off a torn last line.
   *
   * @param runs runs of the whole sweep
   */
  constructor(path: string, runs: number) {
    this.#file = openSync(path, 'a+');
    this.#offsets = new Float64Array(runs);
    this.#lengths = new Uint32Array(runs);
    this.#failed = new Uint8Array(runs);
    const { size, damaged } = this.#load();
    this.#size = size;
    this.damaged = damaged;
    if (fstatSync(this.#file).size > size) ftruncateSync(this.#file, size);
    this.#timer = setInterval(() => this.#sync(), syncInterval);
    this.#timer.unref();
  }

  /** True if the run has ended, well or not. */
  has(run: number): boolean {
    return this.#lengths[run] !== 0;
  }

  failed(run: number): boolean {
    return this.#failed[run] === 1;
  }

  /** @throws {Error} of the system when the line cannot be written whole */
  append(run: number, ended: EndedRun): void {
    const line = Buffer.from(format(run, ended));
    for (let at = 0; at < line.length; ) at += writeSync(this.#file, line, at);
    this.#note(run, this.#size, line.length, 'error' in ended);
    this.#size += line.length;
    this.#dirty = true;
  }

  /** Undefined if the run has not ended. */
  read(run: number): EndedRun | undefined {
    const length = this.#lengths[run]!;
    if (length === 0) return undefined;
    const line = Buffer.alloc(length);
    readSync(this.#file, line, 0, length, this.#offsets[run]!);
    return parse(line.subarray(0, -1))?.ended;
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#dirty) fdatasyncSync(this.#file);
    closeSync(this.#file);
  }

  #note(run: number, offset: number, length: number, failed: boolean): void {
    this.#offsets[run] = offset;
    this.#lengths[run] = length;
    this.#failed[run] = failed ? 1 : 0;
  }

  /** Reads all lines. `size` ends behind the last complete one. */
  #load(): { size: number; damaged: number } {
    let damaged = 0;
    let size = 0;
    let rest = Buffer.alloc(0);
    const block = Buffer.alloc(chunk);
    for (let at = 0; ; ) {
      const got = readSync(this.#file, block, 0, chunk, at);
      if (got === 0) return { size, damaged };
      at += got;
      const text = Buffer.concat([rest, block.subarray(0, got)]);
      let from = 0;
      for (let end = text.indexOf(newline); end !== -1; end = text.indexOf(newline, from)) {
        const record = parse(text.subarray(from, end));
        const length = end + 1 - from;
        if (record && record.run < this.#lengths.length) this.#note(record.run, size, length, 'error' in record.ended);
        else damaged++;
        size += length;
        from = end + 1;
      }
      rest = text.subarray(from);
    }
  }

  #sync(): void {
    if (!this.#dirty || this.#syncing) return;
    this.#dirty = false;
    this.#syncing = true;
    fdatasync(this.#file, () => {
      this.#syncing = false;
    });
  }
}

function format(run: number, ended: EndedRun): string {
  const json = JSON.stringify([run, ended.seed, 'error' in ended ? ended.error : ended.cells]);
  return `${checksum(json)} ${json}\n`;
}

function checksum(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(8, '0');
}

function parse(line: Buffer): { run: number; ended: EndedRun } | undefined {
  const json = line.subarray(9);
  if (line[8] !== 0x20 || line.subarray(0, 8).toString('latin1') !== checksum(json)) return undefined;
  const [run, seed, outcome] = JSON.parse(json.toString()) as [number, number | null, string | (number | null)[]];
  return { run, ended: typeof outcome === 'string' ? { seed, error: outcome } : { seed, cells: outcome } };
}
