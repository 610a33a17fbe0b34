import { DiagnoseError, type SourceText } from './input.js';
import { jsonFaultLine } from './json-fault.js';
import { type Iperf3, parseIperf3 } from './parsers/iperf3.js';
import { type Link, parseLinkJson, parseLinkText } from './parsers/link.js';
import { parseNetDev } from './parsers/net-dev.js';
import { type Counters, parseNstatJson, parseNstatText } from './parsers/nstat.js';
import { parseQdiscJson, type QdiscStats } from './parsers/qdisc.js';
import { type Connection, parseSockets } from './parsers/sockets.js';

/** What each kind of source holds. */
interface Contents {
  readonly link: readonly Link[];
  readonly qdisc: readonly QdiscStats[];
  readonly sockets: readonly Connection[];
  readonly nstat: Counters;
  readonly netDev: readonly Link[];
  readonly iperf3: Iperf3;
}

export type SourceKind = keyof Contents;

/** The command that makes a source of each kind. */
export const commands: Readonly<Record<SourceKind, string>> = {
  link: 'ip -d -s -j link',
  qdisc: 'tc -s -j qdisc',
  sockets: 'ss -tinm',
  nstat: 'nstat -asj',
  netDev: 'cat /proc/net/dev',
  iperf3: 'iperf3 -c SERVER -J',
};

/** A source that was read. */
export type Recognised = {
  [Kind in SourceKind]: { readonly kind: Kind; readonly name: string; readonly data: Contents[Kind] };
}[SourceKind];

const allowed = `allowed: the output of ${Object.values(commands)
  .map((command) => `\`${command}\``)
  .join(', ')}`;

/**
 * Finds out by its content what a source is, and reads it. Fields that are not known are ignored.
 *
 * @throws {DiagnoseError} when it is none of the known kinds, or broken
 */
export function recognise(source: SourceText): Recognised {
  const text = source.text.replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new DiagnoseError(source, `is empty; ${allowed}`);
  const found = /^\s*[[{]/.test(text) ? fromJson(source, text) : fromText(source, text);
  return { ...found, name: source.name };
}

type Found = { [Kind in SourceKind]: { readonly kind: Kind; readonly data: Contents[Kind] } }[SourceKind];

function fromJson(source: SourceText, text: string): Found {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new DiagnoseError(source, `is broken JSON here; ${allowed}`, jsonFaultLine(text));
  }
  const link = parseLinkJson(document);
  if (link) return { kind: 'link', data: link };
  const qdisc = parseQdiscJson(document);
  if (qdisc) return { kind: 'qdisc', data: qdisc };
  const nstat = parseNstatJson(document);
  if (nstat) return { kind: 'nstat', data: nstat };
  const iperf3 = parseIperf3(document);
  if (iperf3) return { kind: 'iperf3', data: iperf3 };
  if (Array.isArray(document) && document.length === 0) {
    throw new DiagnoseError(source, 'lists nothing: is the device there, in this network namespace?');
  }
  throw new DiagnoseError(source, `is JSON of another kind; ${allowed}`);
}

function fromText(source: SourceText, text: string): Found {
  const netDev = parseNetDev(text);
  if (netDev) return { kind: 'netDev', data: netDev };
  const nstat = parseNstatText(text);
  if (nstat) return { kind: 'nstat', data: nstat };
  const link = parseLinkText(text);
  if (link) return { kind: 'link', data: link };
  const sockets = parseSockets(text);
  if (sockets) return { kind: 'sockets', data: sockets };
  if (/^qdisc \S+/m.test(text)) throw new DiagnoseError(source, 'is `tc qdisc` as text; allowed: `tc -s -j qdisc`');
  if (/^Connecting to host|^\[ *ID\] Interval/m.test(text)) {
    throw new DiagnoseError(source, 'is iperf3 as text; allowed: `iperf3 -J`');
  }
  throw new DiagnoseError(source, `is of no known kind; ${allowed}`);
}

/** Whether a text is, or was meant as, one of the known kinds: broken JSON counts, so that it is not passed over. */
export function isSource(source: SourceText): boolean {
  try {
    recognise(source);
    return true;
  } catch (error) {
    return /^\s*[[{]/.test(source.text) && !isJson(source.text) && error instanceof DiagnoseError;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
