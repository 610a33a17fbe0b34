import { countOf, isObject, type JsonObject, listOf, objectOf, textOf } from '../json-value.js';

/** A qdisc as `tc -s -j qdisc` shows it; counters since it was attached. */
export interface QdiscStats {
  /** Absent where tc was asked for one device (`dev NAME`): it does not repeat the name then. */
  readonly device?: string;
  readonly kind: string;
  readonly root: boolean;
  readonly options: JsonObject;
  /** Packets that left it for the device. */
  readonly packets?: number;
  readonly bytes?: number;
  readonly drops: number;
  /** Times that a shaper held a packet back. */
  readonly overlimits: number;
  /** Times that the device was stopped while a packet was on its way to it. */
  readonly requeues: number;
  /** Packets in it now; a burst of TSO counts as one. */
  readonly backlog: number;
  /** The same in bytes. */
  readonly backlogBytes: number;
}

/** `tc -s -j qdisc`; undefined if it is none. */
export function parseQdiscJson(document: unknown): readonly QdiscStats[] | undefined {
  const entries = listOf(document).filter((entry): entry is JsonObject => isObject(entry) && 'kind' in entry);
  if (entries.length === 0) return undefined;
  return entries.flatMap((entry) => {
    const [device, kind] = [textOf(entry.dev), textOf(entry.kind)];
    if (kind === undefined) return [];
    const [packets, bytes] = [countOf(entry.packets), countOf(entry.bytes)];
    return [
      {
        ...(device !== undefined && { device }),
        kind,
        root: entry.root === true,
        options: objectOf(entry.options),
        ...(packets !== undefined && { packets }),
        ...(bytes !== undefined && { bytes }),
        drops: countOf(entry.drops) ?? 0,
        overlimits: countOf(entry.overlimits) ?? 0,
        requeues: countOf(entry.requeues) ?? 0,
        backlog: countOf(entry.qlen) ?? 0,
        backlogBytes: countOf(entry.backlog) ?? 0,
      },
    ];
  });
}
