import { type CalibrationReport, calibrationNames, type ParameterFit } from '@tunq/reference';
import { calibrate as calibrateParameters } from '@tunq/reference/node';
import { calibrationTolerance, formatCalibration, formatJson } from '@tunq/report';
import { parseDuration } from '../duration.js';
import { exitStatus, InputError } from '../failure.js';
import { interruptedStatus, reportInterruption } from '../interruption.js';
import type { Io } from '../io.js';
import { suggestion } from '../nearest.js';
import { progressBar } from '../progress.js';
import { styleOf } from '../style.js';

export interface CalibrateArguments {
  /** Keys, presets and reader profiles. */
  readonly names: readonly string[];
  readonly phases: number;
  readonly duration?: string;
  readonly dry?: boolean;
  readonly jobs?: number;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** `tunq calibrate`: every fitted parameter, as it is stored and as it comes out of its rows. It writes nothing but its report. */
export async function calibrate(args: CalibrateArguments, io: Io): Promise<number> {
  for (const name of args.names) {
    if (calibrationNames.includes(name)) continue;
    const hint = suggestion(name, calibrationNames) || `; allowed: ${calibrationNames.join(', ')}`;
    throw new InputError(`${name}: no fitted parameter, preset or reader profile${hint}`);
  }
  const fits: ParameterFit[] = [];
  let report: CalibrationReport;
  try {
    report = await searched(args, fits, io);
  } catch (error) {
    if (!io.signal?.aborted) throw error;
    reportInterruption(io, `fitted until then: ${fits.map(shortly).join(', ') || 'nothing'}`);
    return interruptedStatus(io);
  }
  io.stdout.write(args.json ? formatJson(report) : `${formatCalibration(report, styleOf(io))}\n`);
  return args.strict ? judge(report, io) : exitStatus.done;
}

async function searched(
  { names, phases, duration, dry, jobs }: CalibrateArguments,
  fits: ParameterFit[],
  io: Io,
): Promise<CalibrationReport> {
  const ns = duration === undefined ? undefined : parseDuration(duration);
  const bar = await progressBar(io, 'calibrating');
  try {
    return await calibrateParameters({
      names,
      phases,
      ...(io.signal && { signal: io.signal }),
      onProgress: (done, total, name) => bar.update(done / total, `${done} of ${total} runs, ${name}`),
      onFit: (fit) => fits.push(fit),
      ...(dry && { dry }),
      ...(jobs !== undefined && { jobs }),
      ...(ns !== undefined && { duration: ns }),
    });
  } finally {
    bar.stop();
  }
}

function shortly({ name, fitted, unit, outcome }: ParameterFit): string {
  return `${name} ${fitted === null ? outcome : `${fitted} ${unit}`}`;
}

/** `--strict`: every stored value is near the fitted one, or status 1 and a line that says which are not. */
function judge({ parameters }: CalibrationReport, { stderr }: Io): number {
  const off = parameters.filter(
    ({ outcome, deviation }) =>
      outcome === 'no root near' || (deviation !== null && Math.abs(deviation) > calibrationTolerance),
  );
  if (off.length === 0) return exitStatus.done;
  const names = off.map(({ name }) => name).join('; ');
  stderr.write(
    `tunq: ${off.length} of ${parameters.length} stored values are not within ${calibrationTolerance * 100} % of the fitted: ${names}\n`,
  );
  return exitStatus.bad;
}
