import { formatJson, formatRun } from '@tunq/report';
import { applySettings, validateScenario } from '@tunq/scenario';
import { type RunOptions, runScenario, type TraceKind } from '@tunq/sim';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { loadDocument } from '../load-document.js';
import { progressBar } from '../progress.js';
import { styleOf } from '../style.js';
import { openTraceFile, type TraceFile } from '../trace-file.js';

export interface RunArguments {
  readonly scenario: string;
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly trace?: string;
  readonly traceKinds?: readonly TraceKind[];
}

/** `tunq run`: one simulation. */
export async function run({ scenario: source, set, json, trace, traceKinds }: RunArguments, io: Io): Promise<number> {
  if (traceKinds && trace === undefined) throw new InputError('--trace-kinds: needs --trace FILE');
  const scenario = validateScenario(applySettings(await loadDocument(source, io), set));
  const file = trace === undefined ? undefined : openTraceFile(trace, io.stdout);
  const bar = await progressBar(io, 'simulating');
  try {
    const result = await runScenario(scenario, {
      onProgress: bar.update,
      ...(io.signal && { signal: io.signal }),
      ...traceTo(file, traceKinds),
    });
    bar.stop();
    io.stdout.write(json ? formatJson(result) : `${formatRun(result, styleOf(io))}\n`);
  } finally {
    bar.stop();
    file?.close();
  }
  return exitStatus.done;
}

function traceTo(file: TraceFile | undefined, kinds: readonly TraceKind[] | undefined): Pick<RunOptions, 'trace'> {
  return file ? { trace: { onEvents: file.write, ...(kinds && { kinds }) } } : {};
}
