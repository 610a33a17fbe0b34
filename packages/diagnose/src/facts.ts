import { chooseDevice, type DeviceFacts } from './facts/device.js';
import { type QueueFacts, queueFacts } from './facts/queue.js';
import { type TcpFacts, tcpFacts } from './facts/tcp.js';
import type { Iperf3 } from './parsers/iperf3.js';
import type { Recognised, SourceKind } from './recognise.js';
import type { Series } from './series.js';

export interface FactOptions {
  /** The device, where it is known; otherwise the busiest TUN or TAP device is taken. */
  readonly device?: string;
  /** Between the first and the last snapshot, s. */
  readonly seconds?: number;
}

/** What the sources say together. A part is absent where no source has it. */
export interface Facts {
  /** Sources by kind, in the order of time. */
  readonly kinds: ReadonlySet<SourceKind>;
  readonly device?: DeviceFacts;
  readonly queue?: QueueFacts;
  readonly tcp?: TcpFacts;
  readonly iperf3?: Iperf3 & { readonly name: string };
  /** Segments sent again by the whole machine between the first and the last snapshot, and the sources. */
  readonly machineRetransmits?: { readonly value: number; readonly sources: readonly string[] };
  readonly seconds?: number;
}

/** What the connections sent has passed the device: counters that are behind it were looked at earlier, and do not count. */
function isOlder(bytes: number | undefined, tcp: TcpFacts | undefined): boolean {
  return bytes !== undefined && tcp !== undefined && bytes < 0.9 * tcp.sentEver;
}

function withoutCounters({
  read: _1,
  readBytes: _2,
  drops: _3,
  dropsEver: _4,
  offeredBytes: _5,
  ...rest
}: DeviceFacts): DeviceFacts {
  return rest;
}

export function gatherFacts(sources: readonly Recognised[], options: FactOptions = {}): Facts {
  const of = <Kind extends SourceKind>(kind: Kind): Series<Kind> =>
    sources.filter((source): source is Extract<Recognised, { kind: Kind }> => source.kind === kind);
  const tcp = tcpFacts(of('sockets'));
  const chosen = chooseDevice(of('link'), of('netDev'), of('qdisc'), options.device);
  const compared = tcp?.windowed === true && chosen?.read !== undefined;
  const device = chosen && !compared && isOlder(chosen.offeredBytes, tcp) ? withoutCounters(chosen) : chosen;
  const looked = queueFacts(of('qdisc'), of('link'), device);
  const queue = looked && looked.kind !== 'noqueue' && !compared && isOlder(looked.bytesEver, tcp) ? undefined : looked;
  const iperf3 = of('iperf3').at(-1);
  const counters = of('nstat');
  const [first, last] = [counters[0], counters.at(-1)];
  const resent = (last?.data.TcpRetransSegs ?? 0) - (first?.data.TcpRetransSegs ?? 0);
  return {
    kinds: new Set(sources.map(({ kind }) => kind)),
    ...(device && { device }),
    ...(queue && { queue }),
    ...(tcp && { tcp }),
    ...(iperf3 && { iperf3: { ...iperf3.data, name: iperf3.name } }),
    ...(counters.length > 1 &&
      resent >= 0 && { machineRetransmits: { value: resent, sources: [first!.name, last!.name] } }),
    ...(options.seconds !== undefined && { seconds: options.seconds }),
  };
}
