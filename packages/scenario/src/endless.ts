import type { Contradict } from './contradiction.js';
import { flowCount } from './flow-count.js';
import type { KeyPath } from './key-path.js';
import { formatQuantity } from './quantity.js';
import type { Scenario, ScenarioFlow, ScenarioTcpFlow } from './scenario.js';

/** Slot entries that a run may have; at some millions a second, they take an hour. */
const mostPackets = 1e10;

/** What a slot holds at most where the device has TSO (include/linux/netdevice.h GSO_LEGACY_MAX_SIZE), bytes. */
const gsoMaxSize = 65_536;

const second = 1e9;

/** What a key leads to. */
interface Load {
  readonly path: KeyPath;
  /** Upper bound, slot entries in the whole run. */
  readonly packets: number;
}

/**
 * Refuses a run that nobody would see the end of: a TCP connection sends the next packet when one is acknowledged, and if
 * nothing on the way takes time, that is at once; datagrams may be more than any computer counts.
 */
export function refuseEndless(scenario: Scenario, contradict: Contradict): void {
  const tcp = scenario.flows.filter((flow) => flow.kind === 'tcp');
  if (tcp.length > 0 && takesNoTime(scenario)) {
    contradict({
      path: ['reader', 'perPacket'],
      problem: `${formatQuantity(scenario.reader.perPacket, 'time')} where nothing else takes time: the run would not end`,
      allowed: 'more than 0, unless reader.perByte, path.rtt or path.rate is',
    });
  }
  const loads: Load[] = [
    { path: ['reader', 'perPacket'], packets: tcp.length > 0 ? tcpPackets(scenario, tcp) : 0 },
    ...scenario.flows.map((flow, i) => openLoad(flow, i, scenario.duration)),
  ];
  const packets = loads.reduce((sum, load) => sum + load.packets, 0);
  if (packets < mostPackets) return;
  const { path } = loads.reduce((most, load) => (load.packets > most.packets ? load : most));
  const millions = (count: number) => `${Math.ceil(count / 1e6)} million packets`;
  const duration = Math.floor((scenario.duration * mostPackets) / packets);
  contradict({
    path,
    problem: `makes up to ${millions(packets)} in this run`,
    allowed: `fewer than ${millions(mostPackets)}, as with a duration below ${formatQuantity(duration, 'time')}`,
  });
}

/** Bytes of the longest slot entry. */
function entryBytes({ device, sender }: Scenario): number {
  return device.offload === 'tso' && sender.tso ? gsoMaxSize : device.mtu;
}

/** Work of the fastest reader on the longest entry, ns. */
function work(scenario: Scenario): number {
  const { perQueue = [], ...reader } = scenario.reader;
  const works = [reader, ...perQueue.map((own) => ({ ...reader, ...own }))].map(
    ({ perPacket, guestWork, perByte }) => perPacket + guestWork + perByte * entryBytes(scenario),
  );
  return Math.min(...works);
}

/**
 * Waking up is not counted, nor are stalls: a ring that is never empty needs no wake-up, and between two stalls the reader
 * would take as many packets as it likes.
 */
function takesNoTime(scenario: Scenario): boolean {
  const { rtt, rate, jitter } = scenario.path;
  // The core's clock counts whole nanoseconds.
  return Math.round(work(scenario)) === 0 && rtt === 0 && rate === 0 && jitter === 0;
}

/** What reader, bottleneck and receive windows let through, or what the connections have to send. */
function tcpPackets(scenario: Scenario, flows: readonly ScenarioTcpFlow[]): number {
  const { receiver, device, path } = scenario;
  const bytes = entryBytes(scenario);
  const connections = flows.reduce((sum, { count }) => sum + count, 0);
  const window = connections * Math.max(1, ((receiver.rmem / receiver.truesize) * device.mtu) / bytes);
  const perSecond = Math.min(
    (device.queues * second) / Math.max(1, work(scenario)),
    path.rate === 0 ? Number.POSITIVE_INFINITY : path.rate / (8 * bytes),
    (window * second) / (path.rtt + path.ingressDelay + path.jitter / 2),
  );
  const seconds = Math.max(...flows.map((flow) => activeSeconds(flow, scenario.duration)));
  const toSend = flows.reduce((sum, flow) => sum + flow.count * (flow.bytes ?? Number.POSITIVE_INFINITY), 0);
  return Math.min(perSecond * seconds, toSend / bytes + connections);
}

/** Datagrams and requests, which come whether or not anything answers. */
function openLoad(flow: ScenarioFlow, i: number, duration: number): Load {
  const seconds = activeSeconds(flow, duration);
  if (flow.kind === 'udp') {
    return { path: ['flows', i, 'rate'], packets: (flow.count * flow.rate * seconds) / (8 * flow.size) };
  }
  if (flow.kind === 'pktgen' || flow.kind === 'raw') {
    return { path: ['flows', i, 'perSent'], packets: (flowCount(flow) * seconds * second) / flow.perSent };
  }
  const requests = flow.kind === 'ping' ? (flow.count * seconds * second) / flow.interval : 0;
  return { path: ['flows', i, 'interval'], packets: requests };
}

function activeSeconds({ start, stop }: ScenarioFlow, duration: number): number {
  return (Math.min(stop ?? duration, duration) - start) / second;
}
