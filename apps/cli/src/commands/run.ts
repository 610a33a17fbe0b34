import { formatJson, formatRun, runMarkdown } from '@tunq/report';
import { applySettings, validateScenario } from '@tunq/scenario';
import { runScenario } from '@tunq/sim';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { loadDocument } from '../load-document.js';
import { progressBar } from '../progress.js';
import { openRunFiles, type RunFileArguments } from '../run-files.js';
import { styleOf } from '../style.js';

export interface RunArguments extends RunFileArguments {
  readonly scenario: string;
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `tunq run`: one simulation. */
export async function run({ scenario: source, set, json, markdown, ...wanted }: RunArguments, io: Io): Promise<number> {
  if (json && markdown) throw new InputError('--markdown: not with --json; allowed: one of them');
  if (wanted.traceKinds && wanted.trace === undefined) throw new InputError('--trace-kinds: needs --trace FILE');
  if (wanted.snaplen !== undefined && wanted.pcapng === undefined)
    throw new InputError('--snaplen: needs --pcapng FILE');
  const scenario = validateScenario(applySettings(await loadDocument(source, io), set));
  const files = openRunFiles(wanted, [source, ...set].join(' '), scenario, io.stdout);
  const bar = await progressBar(io, 'simulating');
  try {
    const result = await runScenario(scenario, {
      onProgress: bar.update,
      ...(io.signal && { signal: io.signal }),
      ...(files.takers.length > 0 && { trace: files.takers }),
    });
    await files.finish(result);
    bar.stop();
    io.stdout.write(json ? formatJson(result) : `${markdown ? runMarkdown(result) : formatRun(result, styleOf(io))}\n`);
  } finally {
    bar.stop();
    files.close();
  }
  return exitStatus.done;
}
