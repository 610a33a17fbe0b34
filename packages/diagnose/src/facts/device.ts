import type { Link } from '../parsers/link.js';
import type { Series } from '../series.js';

/** The device that the question is about. */
export interface DeviceFacts {
  readonly name: string;
  /** `maybe`: it is called like one, and no source says more. */
  readonly isTun: 'yes' | 'maybe' | 'no';
  readonly mode: 'tun' | 'tap';
  /** Nobody reads: NO-CARRIER of a device that is up. */
  readonly noReader: boolean;
  readonly txqueuelen?: number;
  readonly mtu?: number;
  readonly qdisc?: string;
  /** Packets that the reader has read between the snapshots, and bytes; absent with fewer than two. */
  readonly read?: number;
  readonly readBytes?: number;
  /** Packets that the driver dropped between the snapshots; absent with fewer than two. */
  readonly drops?: number;
  /** The same since the device was made. */
  readonly dropsEver?: number;
  /** Bytes since the device was made, what was dropped included. */
  readonly offeredBytes?: number;
  /** The last source has lower counters than the first: they are not in the order of time, or the device was made again. */
  readonly fell: boolean;
  readonly sources: readonly string[];
  /** Devices that the sources list, `lo` apart. */
  readonly listed: readonly string[];
  /** Those of them that are TUN or TAP devices, or are called like one. */
  readonly listedTuns: readonly string[];
  /** Sources that list devices, but not this one, with the devices that they have. */
  readonly missingFrom: readonly { readonly source: string; readonly devices: readonly string[] }[];
  /** Sources of tc for one device, without its name, whose root qdisc is another than the one that `ip` shows. */
  readonly otherQdiscs: readonly { readonly source: string; readonly kind: string }[];
}

/** Names that programs give to TUN and TAP devices. */
const likelyName = /^(?:tun|tap|utun|vnet|ovpn)[\w-]*$/;

function isTun(link: Link): 'yes' | 'maybe' | 'no' {
  if (link.kind !== undefined) return link.kind === 'tun' ? 'yes' : 'no';
  const named = likelyName.test(link.name) ? 'maybe' : 'no';
  if (link.linkType === 'none') {
    // WireGuard in the kernel has no link type either, and no ring.
    return link.flags.includes('POINTOPOINT') && !/^wg/.test(link.name) ? 'yes' : named;
  }
  return named;
}

export function chooseDevice(
  links: Series<'link'>,
  netDevs: Series<'netDev'>,
  qdiscs: Series<'qdisc'>,
  wanted: string | undefined,
): DeviceFacts | undefined {
  const series = links.length > 0 ? links : netDevs;
  const all = series.flatMap(({ data }) => data).filter(({ name }) => name !== 'lo');
  const inQdiscs = qdiscs
    .flatMap(({ data }) => data.flatMap(({ device = [] }) => device))
    .filter((name) => name !== 'lo');
  const listed = [...new Set(all.map(({ name }) => name))];
  const candidates = listed.length > 0 ? listed : [...new Set(inQdiscs)];
  const rank = (name: string): number => {
    const seen = all.filter((link) => link.name === name);
    const sure = seen.length > 0 ? isTun(seen.at(-1)!) : likelyName.test(name) ? 'maybe' : 'no';
    const traffic = (seen.at(-1)?.txPackets ?? 0) + (seen.at(-1)?.txDropped ?? 0);
    return { yes: 2, maybe: 1, no: 0 }[sure] * 1e15 + Math.min(traffic, 1e14);
  };
  const name = wanted ?? [...candidates].sort((a, b) => rank(b) - rank(a))[0];
  if (name === undefined) return undefined;
  const seen = series.flatMap((source) =>
    source.data.filter((link) => link.name === name).map((link) => ({ link, source: source.name })),
  );
  const last = seen.at(-1)?.link;
  const missingFrom = [...links, ...qdiscs].flatMap((source) => {
    const names =
      source.kind === 'link' ? source.data.map((link) => link.name) : source.data.flatMap(({ device = [] }) => device);
    const devices = names.filter((other) => other !== 'lo');
    return devices.length > 0 && !devices.includes(name)
      ? [{ source: source.name, devices: [...new Set(devices)] }]
      : [];
  });
  const base = {
    name,
    listed: candidates,
    listedTuns: candidates.filter((other) => rank(other) >= 1e15),
    missingFrom,
    sources: seen.map(({ source }) => source),
    mode: (last?.mode === 'tap' || (last?.mode !== 'tun' && /^(?:tap|vnet)/.test(name)) ? 'tap' : 'tun') as
      | 'tun'
      | 'tap',
  };
  if (!last)
    return { ...base, otherQdiscs: [], fell: false, isTun: likelyName.test(name) ? 'maybe' : 'no', noReader: false };
  const first = seen[0]!.link;
  const change = (key: 'txPackets' | 'txBytes' | 'txDropped'): number | undefined => {
    const [from, to] = [first[key], last[key]];
    // Counters that fall are those of another device of that name, or the snapshots are in another order.
    return seen.length > 1 && from !== undefined && to !== undefined && to >= from ? to - from : undefined;
  };
  const [read, readBytes, drops] = [change('txPackets'), change('txBytes'), change('txDropped')];
  const otherQdiscs = qdiscs.flatMap(({ name: source, data }) => {
    const root = data.find(({ root: isRoot, device }) => isRoot && device === undefined);
    return root && last.qdisc !== undefined && root.kind !== last.qdisc ? [{ source, kind: root.kind }] : [];
  });
  return {
    ...base,
    otherQdiscs,
    fell: (last.txPackets ?? 0) < (first.txPackets ?? 0) || (last.txDropped ?? 0) < (first.txDropped ?? 0),
    isTun: isTun(last),
    noReader: last.flags.includes('NO-CARRIER') && last.flags.includes('UP'),
    ...(last.txqueuelen !== undefined && { txqueuelen: last.txqueuelen }),
    ...(last.mtu !== undefined && { mtu: last.mtu }),
    ...(last.qdisc !== undefined && { qdisc: last.qdisc }),
    ...(read !== undefined && drops !== undefined && { read, drops }),
    ...(readBytes !== undefined && { readBytes }),
    ...(last.txDropped !== undefined && { dropsEver: last.txDropped }),
    ...(last.txBytes !== undefined && { offeredBytes: last.txBytes + (last.txDropped ?? 0) * (last.mtu ?? 1500) }),
  };
}
