import { deviceKinds, type FlowControlChoice, profileReader } from '@tunq/device';
import type { Contradict } from './contradiction.js';
import { scenarioDefaults as defaults } from './defaults.js';
import { refuseEndless } from './endless.js';
import { flowCount } from './flow-count.js';
import type { KeyPath } from './key-path.js';
import { formatQuantity, parseQuantity } from './quantity.js';
import { resolveQdisc } from './resolve-qdisc.js';
import type {
  Scenario,
  ScenarioDevice,
  ScenarioFlow,
  ScenarioReader,
  ScenarioReading,
  ScenarioReceiver,
} from './scenario.js';
import type { ParsedScenario } from './schema.js';
import { receiveTruesize } from './truesize.js';

/** IPv4 and UDP headers, bytes. */
const udpHeaders = 28;

/** Flows that one run may have (CoreConfig). */
const maxFlows = 65_000;

/** Fills in the defaults that follow from other keys, and refuses keys that contradict each other. */
export function resolveScenario(parsed: ParsedScenario, contradict: Contradict): Scenario {
  const device = resolveDevice(parsed, contradict);
  const scenario: Scenario = {
    duration: parsed.duration,
    seed: parsed.seed,
    sampleInterval: parsed.sampleInterval,
    flows: resolveFlows(parsed, contradict),
    sender: parsed.sender,
    receiver: resolveReceiver(parsed, contradict),
    qdisc: resolveQdisc(parsed.qdisc, device, contradict),
    device,
    reader: resolveReader(parsed, contradict),
    path: parsed.path,
    machine: parsed.machine,
    clock: parsed.clock,
  };
  refuseEndless(scenario, contradict);
  return scenario;
}

function resolveDevice({ device }: ParsedScenario, contradict: Contradict): ScenarioDevice {
  const kind = deviceKinds[device.kind];
  const flowControl: FlowControlChoice = device.flowControl ?? defaults.device.flowControl.value;
  if (!kind.backpressure && flowControlName(flowControl) !== 'tail-drop') {
    contradict({
      path: ['device', 'flowControl'],
      problem: `${flowControlName(flowControl)} is not a flow control of ${device.kind}, which always drops at its tail`,
      allowed: 'tail-drop',
    });
  }
  return {
    kind: device.kind,
    queueLength: device.queueLength ?? kind.queueLength,
    mtu: device.mtu,
    offload: device.offload ?? kind.offload,
    flowControl,
    queues: device.queues,
  };
}

function flowControlName(flowControl: FlowControlChoice): string {
  return typeof flowControl === 'string' ? flowControl : flowControl.kind;
}

function resolveFlows(parsed: ParsedScenario, contradict: Contradict): ScenarioFlow[] {
  const total = parsed.flows.reduce((sum, flow) => sum + flowCount(flow), 0);
  if (total > maxFlows) {
    contradict({ path: ['flows'], problem: `${total} flows are too many`, allowed: `1 to ${maxFlows} flows together` });
  }
  return parsed.flows.map((flow, i) => {
    requireTimes(flow, i, parsed.duration, contradict);
    if (flow.kind === 'udp') {
      const most = parsed.device.mtu - udpHeaders;
      requireSize(flow.size, most, ['flows', i, 'size'], contradict);
      return { ...flow, size: flow.size ?? Math.min(defaults.flows.udpSize.value, most) };
    }
    if (flow.kind === 'ping') {
      requireSize(flow.size, parsed.device.mtu, ['flows', i, 'size'], contradict);
      return { ...flow, size: flow.size ?? Math.min(defaults.flows.pingSize.value, parsed.device.mtu) };
    }
    if (flow.kind === 'pktgen' || flow.kind === 'raw') {
      requireSize(flow.size, parsed.device.mtu + linkHeader(parsed), ['flows', i, 'size'], contradict);
      requireOneQueue(flow, i, parsed, contradict);
      if (flow.kind === 'pktgen') requirePktgen(flow, i, parsed, contradict);
      return flow;
    }
    const { kind: _kind, ...rest } = flow;
    return { kind: 'tcp', ...rest };
  });
}

/** `dev->hard_header_len`: a TUN device has none. */
function linkHeader({ device }: ParsedScenario): number {
  return device.kind === 'tun' ? 0 : 14;
}

/** The threads of a flood wait at one ring. */
function requireOneQueue(
  { kind }: { kind: string },
  i: number,
  { device }: ParsedScenario,
  contradict: Contradict,
): void {
  if (device.queues === 1) return;
  contradict({
    path: ['flows', i, 'kind'],
    problem: `${kind} is not simulated with several queues, and device.queues is ${device.queues}`,
    allowed: 'with device.queues: 1',
  });
}

type PktgenFlow = Extract<ParsedScenario['flows'][number], { kind: 'pktgen' }>;

function requirePktgen(flow: PktgenFlow, i: number, { device }: ParsedScenario, contradict: Contradict): void {
  if (device.kind === 'tun') {
    contradict({
      path: ['flows', i, 'kind'],
      problem: 'pktgen sends Ethernet frames, which a tun has not',
      allowed: 'with device.kind: tap, tap+vhost or macvtap',
    });
  }
  const most = Math.min(flow.perSent, flow.perLost);
  if (flow.race > most) {
    contradict({
      path: ['flows', i, 'race'],
      problem: `${formatQuantity(flow.race, 'time')} is longer than an attempt`,
      allowed: `at most ${formatQuantity(most, 'time')}`,
    });
  }
}

function requireTimes(
  { start, stop }: { start: number; stop?: number | undefined },
  i: number,
  duration: number,
  contradict: Contradict,
): void {
  if (start >= duration) {
    contradict({
      path: ['flows', i, 'start'],
      problem: `${formatQuantity(start, 'time')} is not before the end of the run`,
      allowed: `less than the duration, ${formatQuantity(duration, 'time')}`,
    });
  }
  if (stop !== undefined && stop <= start) {
    contradict({
      path: ['flows', i, 'stop'],
      problem: `${formatQuantity(stop, 'time')} is not after the start`,
      allowed: `more than ${formatQuantity(start, 'time')}`,
    });
  }
}

function requireSize(size: number | undefined, most: number, path: KeyPath, contradict: Contradict): void {
  if (size === undefined || size <= most) return;
  contradict({ path, problem: `${size} does not fit the MTU`, allowed: `at most ${most} bytes with this device.mtu` });
}

function resolveReceiver({ receiver, device }: ParsedScenario, contradict: Contradict): ScenarioReceiver {
  const truesize = receiver.truesize ?? receiveTruesize(device.mtu);
  if (truesize < device.mtu) {
    contradict({
      path: ['receiver', 'truesize'],
      problem: `${truesize} is less than a packet`,
      allowed: `at least device.mtu, ${device.mtu} bytes`,
    });
  }
  // A window begins with half of the buffer (include/net/tcp.h TCP_DEFAULT_SCALING_RATIO).
  if (receiver.rmem < 2 * device.mtu) {
    contradict({
      path: ['receiver', 'rmem'],
      problem: `${receiver.rmem} is less than two packets, so that no segment fits the window`,
      allowed: `at least twice device.mtu, ${2 * device.mtu} bytes`,
    });
  }
  const { rmem, delayedAck, slotTruesize, tuning, reading } = receiver;
  return { rmem, delayedAck, truesize, slotTruesize, tuning, ...(reading && { reading: resolveReading(reading) }) };
}

function resolveReading(reading: NonNullable<ParsedScenario['receiver']['reading']>): ScenarioReading {
  const { perByte, coldPerByte = perByte, cache, perPacket = 0, pauses } = reading;
  return { perByte, coldPerByte, perPacket, ...(cache !== undefined && { cache }), ...(pauses && { pauses }) };
}

function resolveReader({ reader, device }: ParsedScenario, contradict: Contradict): ScenarioReader {
  const { stalls, perQueue } = reader;
  requireStalls(stalls, ['reader', 'stalls', 'length'], contradict);
  perQueue?.forEach(({ queue, stalls: own }, i) => {
    const path: KeyPath = ['reader', 'perQueue', i];
    requireStalls(own, [...path, 'stalls', 'length'], contradict);
    const allowed = `queues 0 to ${device.queues - 1}, once each`;
    const taken = perQueue.slice(0, i).some((other) => other.queue === queue);
    const problem = taken ? `queue ${queue} has a reader already` : `the device has no queue ${queue}`;
    if (taken || queue >= device.queues) contradict({ path: [...path, 'queue'], problem, allowed });
  });
  const profile = reader.profile === undefined ? undefined : profileReader(reader.profile);
  return {
    ...(reader.profile === undefined ? {} : { profile: reader.profile }),
    service: reader.service,
    perPacket: reader.perPacket ?? profile?.perPacket ?? parseQuantity(defaults.reader.perPacket.value, 'time'),
    perByte: reader.perByte ?? profile?.perByte ?? defaults.reader.perByte.value,
    batch: reader.batch ?? profile?.batch ?? deviceKinds[device.kind].batch,
    wakeup: reader.wakeup ?? profile?.wakeup ?? defaults.reader.wakeup.value,
    queueWakeup: reader.queueWakeup ?? profile?.queueWakeup ?? defaults.reader.queueWakeup.value,
    notify: reader.notify ?? profile?.notify ?? defaults.reader.notify.value,
    guestWork: reader.guestWork ?? defaults.reader.guestWork.value,
    returns: reader.returns ?? profile?.returns ?? defaults.reader.returns.value,
    perReturn: reader.perReturn ?? profile?.perReturn ?? defaults.reader.perReturn.value,
    sendPerPacket: reader.sendPerPacket ?? profile?.sendPerPacket ?? defaults.reader.sendPerPacket.value,
    sendPerByte: reader.sendPerByte ?? profile?.sendPerByte ?? defaults.reader.sendPerByte.value,
    sendQueue: reader.sendQueue ?? profile?.sendQueue ?? defaults.reader.sendQueue.value,
    ...(stalls ? { stalls } : {}),
    ...(perQueue ? { perQueue: perQueue.map(given) } : {}),
  };
}

/** Without the keys that are not given. */
function given<T extends object>(entry: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as never;
}

function requireStalls(
  stalls: { interval: number; length: number } | undefined,
  path: KeyPath,
  contradict: Contradict,
): void {
  if (!stalls || stalls.length < stalls.interval) return;
  contradict({
    path,
    problem: `${formatQuantity(stalls.length, 'time')} is not shorter than the interval`,
    allowed: `less than ${formatQuantity(stalls.interval, 'time')}`,
  });
}
