import { extname } from 'node:path';
import { csvWriter, parquetWriter, type TableWriter, traceColumns, traceRow } from '@tunq/report/tables';
import type { TraceEvent } from '@tunq/sim';
import { InputError } from './failure.js';
import type { Io } from './io.js';
import { openOutputFile } from './output-file.js';

/** A file that takes events. */
export interface TraceFile {
  write(events: readonly TraceEvent[]): void;
  /** After the last event. */
  end(): void;
  close(): void;
}

/** Lines of one write: a few hundred kilobytes. */
const batch = 4096;

/** Tables by the ending of their files. Anything else is text with one JSON object a line. */
const tables: Readonly<Record<string, () => TableWriter>> = {
  '.csv': () => csvWriter(traceColumns),
  '.parquet': () => parquetWriter(traceColumns),
};

/** Endings of other formats, which a trace is not. */
const others = ['.pcap', '.pcapng', '.gz', '.xlsx', '.html'];

/**
 * A file whose format its ending says: CSV, Parquet, or JSON Lines.
 *
 * @param stdout where the result goes
 * @throws {InputError} when the file cannot be made, or is where the result goes, or its ending is that of another format
 */
export function openTraceFile(path: string, stdout: Io['stdout']): TraceFile {
  const ending = extname(path).toLowerCase();
  if (others.includes(ending)) {
    throw new InputError(`--trace ${path}: ${ending} is none of its formats; allowed: .jsonl, .csv, .parquet`);
  }
  const file = openOutputFile('--trace', path, stdout);
  const table = tables[ending]?.();
  if (table) {
    return {
      write(events) {
        for (const event of events) {
          const bytes = table.row(traceRow(event));
          if (bytes.length > 0) file.write(bytes);
        }
      },
      end: () => file.write(table.end()),
      close: file.close,
    };
  }
  return {
    write(events) {
      for (let from = 0; from < events.length; from += batch) {
        const lines = events.slice(from, from + batch).map((event) => JSON.stringify(event));
        file.write(`${lines.join('\n')}\n`);
      }
    },
    end() {},
    close: file.close,
  };
}
