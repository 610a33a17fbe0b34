import { DiagnoseError, type Diagnosis, diagnose as diagnoseSources, type SourceText } from '@tunq/diagnose';
import { lookLive } from '@tunq/diagnose/node';
import { formatDiagnosis, formatJson } from '@tunq/report';
import { parseDuration } from '../duration.js';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { loadSources } from '../load-sources.js';
import { progressBar } from '../progress.js';
import { refuseStdout } from '../refuse-stdout.js';
import { styleOf } from '../style.js';
import { writePage } from '../write-page.js';

export interface DiagnoseArguments {
  readonly files: readonly string[];
  readonly live?: string;
  readonly for?: string;
  readonly device?: string;
  readonly scenario?: string;
  readonly json?: boolean;
}

/** Between the two looks of `--live`, as long as five RTTs of a slow path, and more. */
const usualTime = '5s';

/** `tunq diagnose`: which limit is at work. */
export async function diagnose(args: DiagnoseArguments, io: Io): Promise<number> {
  const { files, live, device = live, scenario: file, json } = args;
  if (live === undefined && files.length === 0) {
    throw new InputError('diagnose: nothing to read; allowed: files, - for standard input, or --live DEVICE');
  }
  if (file !== undefined) refuseStdout('--scenario', file, io.stdout);
  const time = args.for === undefined && live === undefined ? undefined : parseDuration(args.for ?? usualTime, '--for');
  try {
    const sources = [
      ...(live === undefined ? [] : await look(live, time! / 1e6, io)),
      ...(await loadSources(files, io)),
    ];
    const diagnosis = diagnoseSources(sources, {
      ...(device !== undefined && { device }),
      ...(time !== undefined && { seconds: time / 1e9 }),
    });
    const { yaml, reason } = diagnosis.scenario;
    if (file !== undefined && yaml !== null) writePage(file, yaml, '--scenario');
    io.stdout.write(
      json ? formatJson(diagnosis) : `${formatDiagnosis(diagnosis, styleOf(io), written(diagnosis, file))}\n`,
    );
    if (file === undefined || yaml !== null) return exitStatus.done;
    io.stderr.write(`tunq: --scenario ${file}: not written, there is none: ${reason}\n`);
    return exitStatus.bad;
  } catch (error) {
    if (error instanceof DiagnoseError) throw new InputError(error.message);
    throw error;
  }
}

function written({ scenario }: Diagnosis, file: string | undefined): string | undefined {
  return scenario.yaml === null ? undefined : file;
}

async function look(device: string, time: number, io: Io): Promise<readonly SourceText[]> {
  const bar = await progressBar(io, 'looking');
  const began = performance.now();
  const timer = setInterval(() => bar.update(Math.min(1, (performance.now() - began) / time)), 200);
  try {
    const { sources, failed } = await lookLive(device, { time, ...(io.signal && { signal: io.signal }) });
    if (!io.quiet) for (const problem of failed) io.stderr.write(`tunq: ${problem}\n`);
    return sources;
  } finally {
    clearInterval(timer);
    bar.stop();
  }
}
