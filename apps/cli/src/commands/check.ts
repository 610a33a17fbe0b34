import {
  checkDocument,
  checkPage,
  columnNames,
  defaultScope,
  documented,
  instancesOf,
  type Lanes,
  lanesMermaid,
  lanesOf,
  lanesText,
  type MemoryModel,
  type Protocol,
  protocolNames,
  protocols,
  type ReaderKind,
  type Row,
  rowOf,
  type Scope,
  surprises,
  tableText,
  type Witness,
} from '@tunq/check';
import { searchAll } from '@tunq/check/node';
import { formatJson } from '@tunq/report';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { loadProtocol } from '../load-protocol.js';
import { suggestion } from '../nearest.js';
import { progressBar } from '../progress.js';
import { refuseStdout } from '../refuse-stdout.js';
import { styleOf } from '../style.js';
import { writePage } from '../write-page.js';

export interface CheckArguments {
  readonly policies: readonly string[];
  /** Files with protocols. */
  readonly policy?: readonly string[];
  readonly memory?: readonly MemoryModel[];
  readonly ring?: readonly number[];
  readonly producers?: readonly number[];
  readonly reader?: readonly ReaderKind[];
  readonly batch?: number;
  /** MiB for all states together. */
  readonly maxMemory: number;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly html?: string;
  readonly mermaid?: string;
  readonly strict?: boolean;
}

/** `tunq check`: every interleaving of the stop/wake protocols. */
export async function check(args: CheckArguments, io: Io): Promise<number> {
  if (args.html !== undefined) refuseStdout(`--html ${args.html}`, args.html, io.stdout);
  if (args.mermaid !== undefined) refuseStdout(`--mermaid ${args.mermaid}`, args.mermaid, io.stdout);
  const chosen = await choose(args);
  const scope = scopeOf(args);
  const instances = chosen.flatMap((protocol) => instancesOf(protocol, scope));
  if (instances.length === 0) throw new InputError('nothing to search: none of the policies has such a reader');
  const results = await searched(instances, args, io);
  const rows = chosen.flatMap((protocol) => scope.memory.map((memory) => rowOf(protocol.name, memory, results)));
  const named = args.policies.length > 0 || (args.policy?.length ?? 0) > 0;
  const lanes = losing(rows).map(lanesOf);
  if (args.html !== undefined) writePage(args.html, checkPage(rows, lanes));
  if (args.mermaid !== undefined) writePage(args.mermaid, lanesMermaid(lanes), '--mermaid');
  if (args.json) io.stdout.write(formatJson(checkDocument(rows)));
  else io.stdout.write(`${text(rows, named ? lanes : [], io)}\n`);
  for (const { policy, memory, finished, states } of rows) {
    if (finished) continue;
    io.stderr.write(
      `tunq: ${policy}, ${memory}: not finished, ${states.toLocaleString('en')} states (--max-memory ${args.maxMemory})\n`,
    );
  }
  return named ? judgeNamed(rows, args.strict === true) : judgeAll(rows, scope, io);
}

async function choose({ policies, policy = [] }: CheckArguments): Promise<Protocol[]> {
  const own = await Promise.all(policy.map(loadProtocol));
  // What is documented of a policy goes by its name.
  const taken = own.find(({ name }) => Object.hasOwn(protocols, name));
  if (taken) throw new InputError(`${taken.name}: is the name of a policy that exists; allowed: another name`);
  const named = policies.map((name) => {
    if (!Object.hasOwn(protocols, name)) {
      throw new InputError(
        `${name}: is no policy${suggestion(name, protocolNames)}; allowed: ${protocolNames.join(', ')}`,
      );
    }
    return protocols[name]!;
  });
  const chosen = [...new Set(named), ...own];
  const twice = chosen.find(({ name }, i) => chosen.findIndex((other) => other.name === name) !== i);
  if (twice) throw new InputError(`${twice.name}: names two of the policies; allowed: names of their own`);
  return chosen.length > 0 ? chosen : protocolNames.map((name) => protocols[name]!);
}

function scopeOf({ memory, ring, producers, reader, batch }: CheckArguments): Scope {
  if (!memory && !ring && !producers && !reader && batch === undefined) return defaultScope;
  return {
    memory: memory ?? defaultScope.memory,
    rings: ring ?? defaultScope.rings,
    producers: producers ?? defaultScope.producers,
    readers: reader ?? defaultScope.readers,
    ...(batch !== undefined && { batch }),
  };
}

async function searched(
  instances: Parameters<typeof searchAll>[0],
  { maxMemory, jobs }: CheckArguments,
  io: Io,
): ReturnType<typeof searchAll> {
  const bar = await progressBar(io, 'checking');
  try {
    return await searchAll(instances, {
      maxBytes: maxMemory * 2 ** 20,
      ...(jobs !== undefined && { jobs }),
      ...(io.signal && { signal: io.signal }),
      onProgress: (done, total, states) =>
        bar.update(done / total, `${done} of ${total} searches, ${states.toLocaleString('en')} states`),
    });
  } finally {
    bar.stop();
  }
}

/** One schedule for every fault of a policy: the shortest, under the first memory model that shows it. */
function losing(rows: readonly Row[]): Witness[] {
  const found = new Map<string, Witness>();
  const otherwise: Witness[] = [];
  for (const wanted of ['violated', 'allowed'] as const) {
    for (const row of rows) {
      for (const column of columnNames) {
        const { verdict, witness } = row.cells[column];
        if (verdict !== wanted || !witness) continue;
        const known = documented(row.policy, column);
        if (known?.repeats) {
          otherwise.push(witness);
          continue;
        }
        const key = `${row.policy} ${known?.why ?? `${witness.property} ${column}`}`;
        const earlier = found.get(key);
        const shorter =
          earlier?.schedule.instance.memory === row.memory &&
          earlier.schedule.steps.length > witness.schedule.steps.length;
        if (!earlier || shorter) found.set(key, witness);
      }
    }
  }
  const shown = [...found.values()];
  // A fault seen again has no schedule of its own, unless the search had no place for the first.
  for (const witness of otherwise) {
    const { name } = witness.schedule.instance.protocol;
    const loses = ({ property, schedule }: Witness): boolean =>
      property !== 'allowed-drop' && schedule.instance.protocol.name === name;
    if (!shown.some(loses)) shown.push(witness);
  }
  return shown;
}

function text(rows: readonly Row[], lanes: readonly Lanes[], io: Io): string {
  const style = styleOf(io);
  return [tableText(rows, style), ...lanes.map((one) => lanesText(one, style))].join('\n\n');
}

function judgeNamed(rows: readonly Row[], strict: boolean): number {
  const cells = rows.flatMap((row) => columnNames.map((column) => row.cells[column].verdict));
  if (cells.includes('violated') || (strict && cells.includes('allowed'))) return exitStatus.bad;
  return rows.every(({ finished }) => finished) ? exitStatus.done : exitStatus.unfinished;
}

/** Without a name the documented verdicts are what is expected; of other rings and readers only what is lost can surprise. */
function judgeAll(rows: readonly Row[], scope: Scope, { stderr }: Io): number {
  const others = surprises(rows).filter(
    ({ verdict, documented: known }) =>
      verdict !== 'unfinished' && (scope === defaultScope || (verdict === 'violated' && known !== 'violated')),
  );
  for (const { policy, memory, column, verdict, documented: known } of others) {
    stderr.write(`tunq: ${policy}, ${memory}, ${column}: ${verdict}; documented: ${known}\n`);
  }
  if (others.length > 0) return exitStatus.bad;
  return rows.every(({ finished }) => finished) ? exitStatus.done : exitStatus.unfinished;
}
