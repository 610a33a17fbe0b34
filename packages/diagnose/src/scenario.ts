import type { TcpFacts } from './facts/tcp.js';
import type { Facts } from './facts.js';
import type { Limit } from './limits.js';
import { qdiscOf } from './scenario-qdisc.js';
import type { Signs } from './signs.js';

/** The diagnosis as an experiment. */
export interface Reproduction {
  /** A scenario that `tunq run` accepts; null where there is none. */
  readonly yaml: string | null;
  /** Why there is none. */
  readonly reason?: string;
  /** A key, its value in the scenario and one that takes the limit away: `tunq compare FILE --vary KEY=NOW,WITHOUT`. */
  readonly relax?: { readonly key: string; readonly now: string; readonly without: string };
}

/** Nothing that is not the limit should be one in the simulation: a reader so many times faster than what was seen. */
const spare = 10;
/** A ring that drops has a reader of more than the rate that was seen; how much more, no counter says. */
const spareOfDrops = 1.25;
/** Both buffers where they are not the limit: more than any of the transfers needs. */
const largeBuffer = '64m';
/** IP and TCP headers with timestamps, bytes. */
const headers = 52;

const none: Partial<Record<Limit, string>> = {
  'wrong-device': 'the statistics are of another device',
  'no-reader': 'a simulated device always has a reader',
  idle: 'there is no traffic',
  'send-buffer': 'a small send buffer of the simulated kernel (7.3) lets out more than it should to show it',
  unknown: 'the limit is not known',
};

export function reproduction(facts: Facts, signs: Signs, limit: Limit): Reproduction {
  if (none[limit] !== undefined) return { yaml: null, reason: none[limit] };
  const drops = limit === 'ring-tail-drop' || limit === 'noqueue';
  if (drops && signs.otherDrops) {
    return {
      yaml: null,
      reason: 'most of what the ring drops is other traffic, of which the sources do not say enough',
    };
  }
  const { tcp, device } = facts;
  if (!tcp?.rate || !Number.isFinite(tcp.minRttMs)) {
    return { yaml: null, reason: 'rate and RTT of the connections are not known: `ss -tinm` has them' };
  }
  if (limit === 'application') return applicationScenario(facts, tcp);
  // What was had on the average is what a limit lets through; the delivery rate is that of the last round.
  const rate = tcp.windowed && tcp.elapsedMs ? (tcp.acked * 8e3) / tcp.elapsedMs : tcp.rate;
  const peak = Math.max(tcp.peakRate ?? 0, facts.iperf3?.peak ?? 0, tcp.rate);
  const perPacket = (rate: number): number => Math.max(1, Math.round((tcp.mss * 8e9) / rate));
  const backpressure = limit === 'reader' && (facts.queue?.backlog.some((waiting) => waiting > 0) ?? false);
  const service = limit === 'reader' ? perPacket(rate) : perPacket(peak * (drops ? spareOfDrops : spare));
  const rmem =
    limit === 'receive-window'
      ? `${Math.round((tcp.sendWindow ?? tcp.inFlight * tcp.mss) / windowShare(tcp.mss))}`
      : largeBuffer;
  const [qdisc, qdiscNote] = qdiscOf(facts, limit);
  const kind = device?.mode ?? 'tun';
  const queueLength = device?.txqueuelen ?? (kind === 'tap' ? 1000 : 500);
  const ipRate = (rate: number): number => Math.round((rate * (tcp.mss + headers)) / tcp.mss / 1e3);
  const bottleneck = ipRate(rate);
  const buffer = Math.max(2, Math.ceil(((signs.queueMs * tcp.rate) / 8e3 / tcp.mss) * 1.1));
  const loss = tcp.retransmits > 0 ? tcp.retransmits : tcp.retransmitsEver;
  const share = Number(((100 * loss * tcp.mss) / Math.max(tcp.sent, loss * tcp.mss)).toPrecision(3));
  const path = [
    `rtt: ${ms(tcp.minRttMs)}`,
    ...(limit === 'path-loss' ? [`loss: ${share}%`] : []),
    ...(limit === 'path-bottleneck' ? [`rate: ${bottleneck}kbit`, `queue: ${buffer}`] : []),
  ];
  const duration = limit === 'healthy' ? `${Math.max(0.5, Number(tcp.busySeconds.toFixed(1)))}s` : '10s';
  const [congestion, congestionNote] = congestionOf(tcp.congestion);
  const assumed = `assumed, the fastest rate seen times ${drops ? spareOfDrops : spare}`;
  const lines: readonly (readonly [line: string, remark?: string | undefined])[] = [
    [`duration: ${duration}`],
    [`flows: [{ count: ${tcp.flows}, congestion: ${congestion} }]`, congestionNote],
    [`sender: { wmem: ${largeBuffer} }`, 'assumed: not the limit'],
    [`receiver: { rmem: ${rmem} }`, rmem === largeBuffer ? 'assumed: not the limit' : 'from the offered window'],
    [`qdisc: { ${qdisc} }`, qdiscNote],
    [
      `device: { kind: ${kind}, queueLength: ${queueLength}, mtu: ${device?.mtu ?? 1500}, flowControl: ${backpressure ? 'linux-7.3' : 'tail-drop'} }`,
      [
        device?.txqueuelen === undefined ? 'queueLength assumed' : '',
        backpressure ? 'IFF_BACKPRESSURE: packets wait in the qdisc' : '',
      ]
        .filter(Boolean)
        .join('; '),
    ],
    [`reader: { perPacket: ${service}ns }`, limit === 'reader' ? 'from the rate that was had' : assumed],
    [`path: { ${path.join(', ')} }`],
  ];
  const yaml = document(limit, lines);
  const relax = relaxed(limit, { queueLength, service, rmem, bottleneck, share, qdisc });
  return { yaml, ...(relax && { relax }) };
}

interface Values {
  readonly queueLength: number;
  readonly service: number;
  readonly rmem: string;
  readonly bottleneck: number;
  readonly share: number;
  readonly qdisc: string;
}

function relaxed(limit: Limit, values: Values): Reproduction['relax'] {
  switch (limit) {
    case 'ring-tail-drop':
    case 'noqueue':
      return { key: 'device.queueLength', now: `${values.queueLength}`, without: '5000' };
    case 'reader':
      return {
        key: 'reader.perPacket',
        now: `${values.service}ns`,
        without: `${Math.max(1, Math.round(values.service / 2))}ns`,
      };
    case 'receive-window':
      return { key: 'receiver.rmem', now: values.rmem, without: `${Number(values.rmem) * 2}` };
    case 'path-loss':
      return { key: 'path.loss', now: `${values.share}%`, without: '0' };
    case 'path-bottleneck':
      return { key: 'path.rate', now: `${values.bottleneck}kbit`, without: `${values.bottleneck * 2}kbit` };
    case 'qdisc': {
      const rate = /\brate: (\d+)kbit/.exec(values.qdisc)?.[1];
      return rate === undefined
        ? undefined
        : { key: 'qdisc.rate', now: `${rate}kbit`, without: `${Number(rate) * 2}kbit` };
    }
    default:
      return undefined;
  }
}

/** What an application sends has no rate in a TCP flow of a scenario: datagrams of that rate show what the device does with it. */
function applicationScenario({ iperf3, device, seconds }: Facts, tcp: TcpFacts): Reproduction {
  const rate = iperf3?.bitsPerSecond ?? (seconds && tcp.windowed ? (tcp.acked * 8) / seconds : undefined);
  if (!rate)
    return { yaml: null, reason: 'the rate of the application is not known: iperf3’s JSON, or --for, would tell' };
  const kind = device?.mode ?? 'tun';
  const payload = Math.min(1400, (device?.mtu ?? 1500) - 28);
  const perPacket = Math.max(1, Math.round((payload * 8e9) / (rate * spare)));
  const queueLength = device?.txqueuelen ?? (kind === 'tap' ? 1000 : 500);
  return {
    yaml: document('application', [
      ['duration: 10s'],
      [
        `flows: [{ kind: udp, rate: ${Math.max(1, Math.round(rate / 1e3))}kbit, size: ${payload} }]`,
        'datagrams stand for what the application sends',
      ],
      [`device: { kind: ${kind}, queueLength: ${queueLength}, mtu: ${device?.mtu ?? 1500} }`],
      [`reader: { perPacket: ${perPacket}ns }`, `assumed, the rate times ${spare}`],
      [`path: { rtt: ${ms(tcp.minRttMs)} }`],
    ]),
  };
}

/** Share of the receive buffer that is window: payload over the memory of a packet (net/ipv4/tcp_input.c, a TUN write of 1500 bytes takes 2304). */
function windowShare(mss: number): number {
  return Math.min(1, mss / 2304);
}

function congestionOf(name: string | undefined): [name: string, note?: string] {
  if (name === undefined) return ['cubic', 'assumed'];
  if (name === 'cubic' || name === 'reno' || name === 'bbr') return [name];
  return ['cubic', `assumed: ${name} is not simulated`];
}

function ms(value: number): string {
  return `${Number(value.toFixed(3))}ms`;
}

/** Remarks stand above their lines, so that a narrow terminal does not break them. */
function document(limit: Limit, lines: readonly (readonly [line: string, remark?: string | undefined])[]): string {
  const body = lines.flatMap(([line, remark]) => (remark ? [`# ${remark}`, line] : [line]));
  return `# from tunq diagnose: ${limit}\n${body.join('\n')}\n`;
}
