import { countOf, isObject, type JsonObject, listOf, objectOf, textOf } from '../json-value.js';

/** A device as `ip -s link` shows it; counters since it was made. */
export interface Link {
  readonly name: string;
  readonly flags: readonly string[];
  /** Bytes. */
  readonly mtu?: number;
  readonly qdisc?: string;
  /** `txqueuelen`, packets. */
  readonly txqueuelen?: number;
  /** `none` of a TUN device, `ether` of a TAP device. */
  readonly linkType?: string;
  /** With `ip -d`: `tun`, `veth`, `wireguard` … */
  readonly kind?: string;
  /** With `ip -d` of a tun: `tun` or `tap`. */
  readonly mode?: string;
  /** Packets that left: of a tun those that the reader has read. */
  readonly txPackets?: number;
  readonly txBytes?: number;
  /** Packets that the driver dropped: of a tun those that met a full ring, or no reader. */
  readonly txDropped?: number;
}

/** `ip -s -j link`, `ip -d -s -j link`; undefined if it is none. */
export function parseLinkJson(document: unknown): readonly Link[] | undefined {
  const devices = listOf(document).filter((entry): entry is JsonObject => isObject(entry) && 'ifname' in entry);
  if (devices.length === 0) return undefined;
  return devices.flatMap((device) => {
    const name = textOf(device.ifname);
    if (name === undefined) return [];
    const tx = objectOf(objectOf(device.stats64 ?? device.stats).tx);
    const info = objectOf(device.linkinfo);
    return [
      link({
        name,
        flags: listOf(device.flags).filter((flag) => typeof flag === 'string'),
        mtu: countOf(device.mtu),
        qdisc: textOf(device.qdisc),
        txqueuelen: countOf(device.txqlen),
        linkType: textOf(device.link_type),
        kind: textOf(info.info_kind),
        mode: textOf(objectOf(info.info_data).type),
        txPackets: countOf(tx.packets),
        txBytes: countOf(tx.bytes),
        txDropped: countOf(tx.dropped),
      }),
    ];
  });
}

const head = /^\d+: ([^\s:@]+)(?:@\S+)?: <([^>]*)>(.*)$/;

/** `ip -s link` and `ip -d -s link` without `-j`; undefined if it is none. */
export function parseLinkText(text: string): readonly Link[] | undefined {
  const links: Link[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const match = head.exec(lines[i]!.trimEnd());
    if (!match) continue;
    const [, name, flags, rest] = match as unknown as [string, string, string, string];
    const body: string[] = [];
    while (i + 1 < lines.length && /^\s/.test(lines[i + 1]!)) body.push(lines[++i]!.trim());
    const words = `${rest} ${body.filter((line) => !/^[RT]X/.test(line)).join(' ')}`;
    const tx = table(body, 'TX');
    const mode = /\btun type (tun|tap)\b/.exec(words)?.[1];
    links.push(
      link({
        name,
        flags: flags.split(',').filter(Boolean),
        mtu: number(/\bmtu (\d+)/.exec(words)?.[1]),
        qdisc: /\bqdisc (\S+)/.exec(words)?.[1],
        txqueuelen: number(/\bqlen (\d+)/.exec(words)?.[1]),
        linkType: /\blink\/(\S+)/.exec(words)?.[1],
        kind: mode ? 'tun' : /(?:^|\s)(veth|wireguard|bridge|vxlan|dummy|ifb|macvtap)\b/.exec(words)?.[1],
        mode,
        txPackets: tx.packets,
        txBytes: tx.bytes,
        txDropped: tx.dropped,
      }),
    );
  }
  return links.length > 0 ? links : undefined;
}

/** The numbers below a heading such as `TX:  bytes packets errors dropped carrier collsns`. */
function table(body: readonly string[], direction: string): Record<string, number | undefined> {
  const at = body.findIndex((line) => line.startsWith(`${direction}:`) && line.includes('bytes'));
  if (at < 0) return {};
  const names = body[at]!.slice(direction.length + 1)
    .trim()
    .split(/\s+/);
  const values = (body[at + 1] ?? '').split(/\s+/);
  return Object.fromEntries(names.map((name, i) => [name, number(values[i])]));
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : undefined;
}

/** Without the fields that are undefined. */
function link(fields: { [Key in keyof Link]: Link[Key] | undefined }): Link {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as Link;
}
