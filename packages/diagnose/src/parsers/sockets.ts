/** A TCP connection as `ss -tin` shows it (struct tcp_info); counters since it was established. */
export interface Connection {
  readonly local: string;
  readonly peer: string;
  readonly congestion?: string;
  readonly rttMs?: number;
  /** Mean deviation of the RTT, ms. */
  readonly rttVarMs?: number;
  /** Least RTT of the last five minutes, ms (net.ipv4.tcp_min_rtt_wlen). */
  readonly minRttMs?: number;
  /** Bytes. */
  readonly mss?: number;
  /** Segments. */
  readonly cwnd?: number;
  /** Segments; absent until a first loss or the end of slow start. */
  readonly ssthresh?: number;
  readonly bytesSent?: number;
  readonly bytesAcked?: number;
  readonly bytesReceived?: number;
  /** Segments sent again. */
  readonly retransmits: number;
  /** Segments on the way. */
  readonly unacked: number;
  /** Time with something to send, and what of it went by waiting for the receive window and for the send buffer, ms. */
  readonly busyMs?: number;
  readonly rwndLimitedMs: number;
  readonly sndbufLimitedMs: number;
  /** Since data came in, or since the connection was established, ms. */
  readonly lastReceivedMs?: number;
  /** The application had nothing to send in the last round. */
  readonly appLimited: boolean;
  /** Bytes in the send buffer that were not sent yet. */
  readonly notSent: number;
  /** Window that the receiver offers, bytes. */
  readonly sendWindow?: number;
  /** bit/s */
  readonly deliveryRate?: number;
  /** Send buffer, bytes of memory; with `ss -m`. */
  readonly sendBuffer?: number;
}

/** Where the lines of a connection begin. */
const head =
  /^(?:tcp\s+)?(?:ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING|UNCONN)\s+\d+\s+\d+\s+(\S+)\s+(\S+)/;

/** `ss -tin`, `ss -tinm`, `ss -tinH`, over one line or two a connection (`-O`); undefined if it is none. */
export function parseSockets(text: string): readonly Connection[] | undefined {
  if (!/^(?:Netid\s+)?State\s+Recv-Q/m.test(text) && !text.split('\n').some((line) => head.test(line)))
    return undefined;
  const connections: Connection[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const match = head.exec(lines[i]!);
    if (!match) continue;
    let info = lines[i]!.slice(match[0].length);
    while (i + 1 < lines.length && /^\s+\S/.test(lines[i + 1]!)) info += ` ${lines[++i]!}`;
    if (!/\bcwnd:/.test(info)) continue;
    connections.push(connection(match[1]!, match[2]!, info));
  }
  return connections;
}

function connection(local: string, peer: string, info: string): Connection {
  const number = (key: string): number | undefined =>
    numberOf(new RegExp(`(?:^|\\s)${key}:(\\d+(?:\\.\\d+)?)`).exec(info)?.[1]);
  const optional = {
    congestion: /(?:^|\s)(cubic|reno|bbr\d?|dctcp|htcp|vegas|westwood|bic|illinois|yeah|scalable)(?=\s|$)/.exec(
      info,
    )?.[1],
    rttMs: number('rtt'),
    rttVarMs: numberOf(/(?:^|\s)rtt:[\d.]+\/(\d+(?:\.\d+)?)/.exec(info)?.[1]),
    minRttMs: number('minrtt'),
    mss: number('mss'),
    cwnd: number('cwnd'),
    ssthresh: number('ssthresh'),
    bytesSent: number('bytes_sent'),
    bytesAcked: number('bytes_acked'),
    bytesReceived: number('bytes_received'),
    busyMs: number('busy'),
    lastReceivedMs: number('lastrcv'),
    sendWindow: number('snd_wnd'),
    deliveryRate: rate(/(?:^|\s)delivery_rate (\S+)bps/.exec(info)?.[1]),
    sendBuffer: numberOf(/skmem:\([^)]*\btb(\d+)/.exec(info)?.[1]),
  };
  return {
    local,
    peer,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Connection>),
    retransmits: Number(/(?:^|\s)retrans:\d+\/(\d+)/.exec(info)?.[1] ?? 0),
    unacked: number('unacked') ?? 0,
    rwndLimitedMs: number('rwnd_limited') ?? 0,
    sndbufLimitedMs: number('sndbuf_limited') ?? 0,
    appLimited: /(?:^|\s)app_limited(?=\s|$)/.test(info),
    notSent: number('notsent') ?? 0,
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

const scales: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** `50260920`, `50.3M` */
function rate(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text ?? '');
  return match ? Number(match[1]) * scales[match[2]!]! : undefined;
}
