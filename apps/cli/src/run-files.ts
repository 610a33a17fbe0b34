import { basename, extname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FlentRecorder, FlowSamples, iperf3Report, sampleKinds } from '@tunq/report/formats';
import { PcapngCapture } from '@tunq/report/pcapng';
import { RunRecorder } from '@tunq/report/plots';
import type { Scenario } from '@tunq/scenario';
import { type RunResult, type TraceKind, type TraceOptions, version } from '@tunq/sim';
import { InputError } from './failure.js';
import type { Io } from './io.js';
import { openOutputFile } from './output-file.js';
import { openTraceFile } from './trace-file.js';

/** Files that a run can be written to, each by the option of its name. */
export interface RunFileArguments {
  readonly trace?: string;
  readonly traceKinds?: readonly TraceKind[];
  readonly pcapng?: string;
  readonly snaplen?: number;
  readonly iperf3?: string;
  readonly flent?: string;
  readonly svg?: string;
  readonly png?: string;
  readonly html?: string;
}

/** One of them. */
interface RunFile {
  /** What it takes while the run goes on. */
  readonly taker?: TraceOptions;
  /** The run is over. */
  finish?(result: RunResult): void | Promise<void>;
  close?(): void;
}

export interface RunFiles {
  readonly takers: readonly TraceOptions[];
  finish(result: RunResult): Promise<void>;
  close(): void;
}

/**
 * Opens the files that are wanted, before anything is simulated.
 *
 * @param name of the scenario, for titles
 * @param stdout where the result goes
 * @throws {InputError} when one cannot be made, or is where the result goes
 */
export function openRunFiles(
  wanted: RunFileArguments,
  name: string,
  scenario: Scenario,
  stdout: Io['stdout'],
): RunFiles {
  refuseTwice(wanted);
  const files: RunFile[] = [];
  const close = () => {
    for (const file of files) file.close?.();
  };
  try {
    if (wanted.trace !== undefined) files.push(traceFile(wanted.trace, wanted.traceKinds, stdout));
    if (wanted.pcapng !== undefined) files.push(captureFile(wanted.pcapng, wanted.snaplen, scenario, stdout));
    if (wanted.iperf3 !== undefined) files.push(iperf3File(wanted.iperf3, scenario, stdout));
    if (wanted.flent !== undefined) files.push(flentFile(wanted.flent, scenario, stdout));
    const drawn = plotFile(wanted, name, scenario, stdout);
    if (drawn) files.push(drawn);
  } catch (error) {
    close();
    throw error;
  }
  return {
    takers: files.flatMap(({ taker }) => taker ?? []),
    finish: async (result) => {
      for (const file of files) await file.finish?.(result);
    },
    close,
  };
}

/** Two formats in one file could not be read. */
function refuseTwice(wanted: RunFileArguments): void {
  const seen = new Map<string, string>();
  for (const name of ['trace', 'pcapng', 'iperf3', 'flent', 'svg', 'png', 'html'] as const) {
    const path = wanted[name];
    if (path === undefined) continue;
    const other = seen.get(resolve(path));
    if (other) throw new InputError(`--${name} ${path}: is the file of --${other}, too; allowed: another file`);
    seen.set(resolve(path), name);
  }
}

function traceFile(path: string, kinds: readonly TraceKind[] | undefined, stdout: Io['stdout']): RunFile {
  const file = openTraceFile(path, stdout);
  return { taker: { onEvents: file.write, ...(kinds && { kinds }) }, finish: file.end, close: file.close };
}

function iperf3File(path: string, scenario: Scenario, stdout: Io['stdout']): RunFile {
  needTcp('--iperf3', path, scenario);
  const { write, close } = openOutputFile('--iperf3', path, stdout);
  const samples = new FlowSamples();
  return {
    taker: { kinds: sampleKinds, onRecords: (records) => samples.records(records) },
    finish: (result) => write(`${JSON.stringify(iperf3Report(result, samples), null, '\t')}\n`),
    close,
  };
}

/** flent takes a file for what its name ends with. */
const flentEndings = ['.flent.gz', '.flent'];

function flentFile(path: string, scenario: Scenario, stdout: Io['stdout']): RunFile {
  const ending = flentEndings.find((end) => path.endsWith(end));
  if (!ending) {
    throw new InputError(
      `--flent ${path}: flent reads files of other names as something else; allowed: *.flent.gz, *.flent`,
    );
  }
  needTcp('--flent', path, scenario);
  const { write, close } = openOutputFile('--flent', path, stdout);
  const recorder = new FlentRecorder();
  return {
    taker: { kinds: FlentRecorder.kinds, onRecords: (records) => recorder.records(records) },
    finish: (result) => {
      const text = JSON.stringify(recorder.file(result, basename(path, ending)), null, 2);
      write(ending === '.flent.gz' ? gzipSync(text) : text);
    },
    close,
  };
}

/** The drawings, which share what they gather. */
function plotFile(
  wanted: RunFileArguments,
  name: string,
  scenario: Scenario,
  stdout: Io['stdout'],
): RunFile | undefined {
  const outputs = (['svg', 'png', 'html'] as const).flatMap((format) => {
    const path = wanted[format];
    if (path !== undefined) refuseOtherEnding(format, path);
    return path === undefined ? [] : [{ format, file: openOutputFile(`--${format}`, path, stdout) }];
  });
  if (outputs.length === 0) return undefined;
  const recorder = new RunRecorder(scenario.duration);
  return {
    taker: { kinds: RunRecorder.kinds, onRecords: (records) => recorder.records(records) },
    async finish(result) {
      const { drawRun } = await import('./draw-run.js');
      const drawn = drawRun(name, result, recorder.series());
      for (const { format, file } of outputs) file.write(drawn[format]());
    },
    close() {
      for (const { file } of outputs) file.close();
    },
  };
}

const drawings = ['.svg', '.png', '.html'];

/** A viewer takes a drawing for what its name ends with. */
function refuseOtherEnding(format: 'svg' | 'png' | 'html', path: string): void {
  const ending = extname(path).toLowerCase();
  if (!drawings.includes(ending) || ending === `.${format}`) return;
  throw new InputError(
    `--${format} ${path}: ${ending} is another format; allowed: .${format}, or --${ending.slice(1)}`,
  );
}

function needTcp(option: string, path: string, { flows }: Scenario): void {
  if (flows.some(({ kind }) => kind === 'tcp')) return;
  throw new InputError(
    `${option} ${path}: tells of TCP flows, and the scenario has none; allowed: a scenario with one`,
  );
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
