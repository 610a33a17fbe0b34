import { PcapngCapture } from '@tunq/report/pcapng';
import type { Scenario } from '@tunq/scenario';
import { type RunResult, type TraceKind, type TraceOptions, version } from '@tunq/sim';
import type { Io } from './io.js';
import { openOutputFile } from './output-file.js';
import { openTraceFile } from './trace-file.js';

/** Files that a run can be written to, each by the option of its name. */
export interface RunFileArguments {
  readonly trace?: string;
  readonly traceKinds?: readonly TraceKind[];
  readonly pcapng?: string;
  readonly snaplen?: number;
}

/** One of them. */
interface RunFile {
  /** What it takes while the run goes on. */
  readonly taker?: TraceOptions;
  /** The run is over. */
  finish?(result: RunResult): void;
  close?(): void;
}

export interface RunFiles {
  readonly takers: readonly TraceOptions[];
  finish(result: RunResult): void;
  close(): void;
}

/**
 * Opens the files that are wanted, before anything is simulated.
 *
 * @param stdout where the result goes
 * @throws {InputError} when one cannot be made, or is where the result goes
 */
export function openRunFiles(wanted: RunFileArguments, scenario: Scenario, stdout: Io['stdout']): RunFiles {
  const files: RunFile[] = [];
  const close = () => {
    for (const file of files) file.close?.();
  };
  try {
    if (wanted.trace !== undefined) files.push(traceFile(wanted.trace, wanted.traceKinds, stdout));
    if (wanted.pcapng !== undefined) files.push(captureFile(wanted.pcapng, wanted.snaplen, scenario, stdout));
  } catch (error) {
    close();
    throw error;
  }
  return {
    takers: files.flatMap(({ taker }) => taker ?? []),
    finish: (result) => {
      for (const file of files) file.finish?.(result);
    },
    close,
  };
}

function traceFile(path: string, kinds: readonly TraceKind[] | undefined, stdout: Io['stdout']): RunFile {
  const file = openTraceFile(path, stdout);
  return { taker: { onEvents: file.write, ...(kinds && { kinds }) }, close: file.close };
}

function captureFile(path: string, snaplen: number | undefined, scenario: Scenario, stdout: Io['stdout']): RunFile {
  const { write, close } = openOutputFile('--pcapng', path, stdout);
  const capture = new PcapngCapture({ scenario, version, write, ...(snaplen !== undefined && { snaplen }) });
  return {
    taker: { kinds: ['packet'], onRecords: (records) => capture.records(records) },
    finish: () => capture.end(),
    close,
  };
}
