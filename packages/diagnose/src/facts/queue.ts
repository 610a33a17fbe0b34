import type { QdiscStats } from '../parsers/qdisc.js';
import type { Series } from '../series.js';
import type { DeviceFacts } from './device.js';

/** The qdisc of the device. */
export interface QueueFacts {
  readonly kind: string;
  /** It holds packets back by a rate of its own. */
  readonly shaper: boolean;
  /** bit/s, of a shaper whose options say so. */
  readonly rate?: number;
  readonly root: QdiscStats;
  /** Between the snapshots; absent with fewer than two. */
  readonly drops?: number;
  readonly overlimits?: number;
  readonly packets?: number;
  readonly requeues?: number;
  readonly dropsEver: number;
  /** Bytes since it was attached. */
  readonly bytesEver: number;
  /** Packets in it, in each snapshot. */
  readonly backlog: readonly number[];
  /** The same in bytes. */
  readonly backlogBytes: readonly number[];
  /**
   * Packets that went to the device and were neither read nor dropped: what the ring held at each snapshot that has both
   * sources. The commands ran one after the other, so that it is off by what was read in between.
   */
  readonly held: readonly number[];
  readonly sources: readonly string[];
  readonly heldSources: readonly string[];
}

const shapers = new Set(['tbf', 'htb', 'hfsc', 'cbq', 'cake', 'netem', 'taprio', 'etf']);

export function queueFacts(
  qdiscs: Series<'qdisc'>,
  links: Series<'link'>,
  device: DeviceFacts | undefined,
): QueueFacts | undefined {
  if (!device) return undefined;
  const seen = qdiscs.flatMap((source) => {
    const root = rootOf(source.data.filter((entry) => entry.device === undefined || entry.device === device.name));
    return root ? [{ ...root, source: source.name }] : [];
  });
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) return undefined;
  const two = seen.length > 1 && last.packets >= first.packets && last.drops >= first.drops;
  const lengths = links.map(({ name, data }) => ({ source: name, link: data.find((l) => l.name === device.name) }));
  const paired = seen.length === lengths.length && last.root.kind !== 'noqueue';
  const held = paired ? seen.map(({ packets }, i) => heldBy(packets, lengths[i]!.link)) : [];
  // Counters that began at different times give what no ring can hold.
  const most = (device.txqueuelen ?? 0) * 1.1 + 64;
  const possible = held.every((value) => value !== undefined && value <= most && value >= -most);
  const rate = rateOf(last.root);
  return {
    kind: last.root.kind,
    shaper: shapers.has(last.root.kind),
    ...(rate !== undefined && { rate }),
    root: last.root,
    ...(two && {
      drops: last.drops - first.drops,
      overlimits: last.overlimits - first.overlimits,
      packets: last.packets - first.packets,
      requeues: last.requeues - first.requeues,
    }),
    dropsEver: last.drops,
    bytesEver: last.bytes,
    backlog: seen.map(({ backlog }) => backlog),
    backlogBytes: seen.map(({ backlogBytes }) => backlogBytes),
    held: possible ? held.map((value) => value!) : [],
    sources: seen.map(({ source }) => source),
    heldSources: [...seen.map(({ source }) => source), ...lengths.map(({ source }) => source)],
  };
}

function heldBy(packets: number, link: { txPackets?: number; txDropped?: number } | undefined): number | undefined {
  if (link?.txPackets === undefined || link.txDropped === undefined) return undefined;
  return packets - link.txPackets - link.txDropped;
}

/** Counters of the root; `mq` counts nothing of its own, its children do. */
function rootOf(entries: readonly QdiscStats[]) {
  const root = entries.find((entry) => entry.root) ?? entries[0];
  if (!root) return undefined;
  const counted = root.kind === 'mq' || root.kind === 'multiq' ? entries.filter((entry) => entry !== root) : [root];
  const children = entries.filter((entry) => entry !== root);
  const sum = (of: (entry: QdiscStats) => number) => counted.reduce((total, entry) => total + of(entry), 0);
  return {
    root: root.kind === 'mq' && children.length > 0 ? children[0]! : root,
    packets: sum(({ packets = 0 }) => packets),
    bytes: sum(({ bytes = 0 }) => bytes),
    drops: Math.max(
      sum(({ drops }) => drops),
      children.reduce((total, { drops }) => total + drops, 0),
    ),
    overlimits: sum(({ overlimits }) => overlimits),
    requeues: sum(({ requeues }) => requeues),
    backlog: sum(({ backlog }) => backlog),
    backlogBytes: sum(({ backlogBytes }) => backlogBytes),
  };
}

/** tc prints rates in bytes a second. */
function rateOf({ options }: QdiscStats): number | undefined {
  const rate = options.rate ?? options.bandwidth;
  return typeof rate === 'number' && rate > 0 ? rate * 8 : undefined;
}
