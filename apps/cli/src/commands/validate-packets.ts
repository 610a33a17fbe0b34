import { setTimeout as turn } from 'node:timers/promises';
import { validatePackets as comparePackets, type PacketComparison } from '@tunq/reference';
import { formatJson, formatPackets } from '@tunq/report';
import { ScenarioError, validateScenario } from '@tunq/scenario';
import { version } from '@tunq/sim';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';
import { type CaptureSource, loadCaptures, type NamedCapture } from '../load-capture.js';
import { progressBar } from '../progress.js';
import { styleOf } from '../style.js';

export interface ValidatePacketsArguments extends CaptureSource {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** Events between two looks at the signal; every packet is traced, which costs more than simulating it. */
const tracedChunk = 16_384;

/** A capture beside the simulation, or why it could not be simulated. */
type Compared = { readonly name: string } & ({ readonly comparison: PacketComparison } | { readonly reason: string });

/** `tunq validate --packets`: the real kernel's packets beside the simulator's, one by one. */
export async function validatePackets(args: ValidatePacketsArguments, io: Io): Promise<number> {
  const captures = await loadCaptures(args, io);
  const bar = await progressBar(io, 'simulating');
  const compared: Compared[] = [];
  try {
    for (const [index, capture] of captures.entries()) {
      await turn();
      io.signal?.throwIfAborted();
      const update = (fraction: number) => bar.update((index + fraction) / captures.length, capture.name);
      compared.push(await compare(capture, captures.length > 1, io, update));
    }
  } finally {
    bar.stop();
  }
  io.stdout.write(args.json ? json(compared) : `${compared.map((one) => shown(one, io)).join('\n\n')}\n`);
  const differing = compared.filter((one) => 'reason' in one || one.comparison.difference !== null);
  if (!args.strict || differing.length === 0) return exitStatus.done;
  io.stderr.write(`tunq: ${differing.length} of ${compared.length} captures differ\n`);
  return exitStatus.bad;
}

async function compare(
  { name, capture, document }: NamedCapture,
  several: boolean,
  { signal }: Io,
  onProgress: (fraction: number) => void,
): Promise<Compared> {
  try {
    const options = { onProgress, chunk: tracedChunk, ...(signal && { signal }) };
    return { name, comparison: await comparePackets(capture, validateScenario(document), options) };
  } catch (error) {
    // Of several captures, one that cannot be simulated does not hide the others.
    if (several && error instanceof ScenarioError) return { name, reason: error.message };
    throw error;
  }
}

function json(compared: readonly Compared[]): string {
  const captures = compared.map((one) => ('reason' in one ? one : { name: one.name, ...one.comparison }));
  return formatJson({ version, captures });
}

function shown(one: Compared, io: Io): string {
  return 'reason' in one
    ? `${one.name}\nnot simulated: ${one.reason}`
    : formatPackets(one.name, one.comparison, styleOf(io));
}
