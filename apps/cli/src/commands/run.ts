import { formatJson, formatRun } from '@tunq/report';
import { applySettings, validateScenario } from '@tunq/scenario';
import { runScenario } from '@tunq/sim';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';
import { loadDocument } from '../load-document.js';
import { progressBar } from '../progress.js';
import { styleOf } from '../style.js';

export interface RunArguments {
  readonly scenario: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** `tunq run`: one simulation. */
export async function run({ scenario: source, set, json }: RunArguments, io: Io): Promise<number> {
  const scenario = validateScenario(applySettings(await loadDocument(source, io), set));
  const bar = await progressBar(io, 'simulating');
  try {
    const result = await runScenario(scenario, { signal: io.signal, onProgress: bar.update });
    bar.stop();
    io.stdout.write(json ? formatJson(result) : `${formatRun(result, styleOf(io))}\n`);
  } finally {
    bar.stop();
  }
  return exitStatus.done;
}
