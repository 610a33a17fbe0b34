import type { CoreConfig, CoreFlow, CoreQdisc, CoreReader, RecordKind, TraceKind } from './config.js';
import { addresses, layout } from './generated/layout.js';
import type { CoreInstance } from './instance.js';
import { type FieldOf, type StructName, StructView } from './view.js';

/** The numbers by which the core knows the names of `CoreConfig`. */
const QDISCS = { pfifo_fast: 0, pfifo: 1, noqueue: 2, fq_codel: 3, fq: 4, tbf: 5, prio: 6, netem: 7 } as const;
const DEVICES = { tun: 0, tap: 1, 'tap+vhost': 2, macvtap: 3 } as const;
const STOPS = { never: 0, filled: 1, 'last-slot': 2 } as const;
const WAKES = { empty: 0, spare: 1, batch: 2, half: 3, any: 4 } as const;
const ON_FULL = { drop: 0, busy: 1 } as const;
const SERVICES = { constant: 0, exponential: 1 } as const;
const RETURNS = { apart: 0, first: 1, last: 2 } as const;
const CONGESTIONS = { reno: 0, cubic: 1, bbr: 2 } as const;
const FLOW_KINDS = { tcp: 0, udp: 1, ping: 2, pktgen: 3, raw: 4 } as const;
const ATTEMPTS = { counted: 0, each: 1 } as const;
const ARRIVALS = { constant: 0, poisson: 1 } as const;
const EVENT_QUEUES = { lines: 0, heap: 1 } as const;
/** Kinds of records by number; the last three follow records of packets. */
export const RECORD_KINDS = [
  ...['sample', 'ring', 'drop', 'queue', 'send', 'ack', 'congestion', 'progress', 'packet'],
  ...['open', 'block', 'state', 'ping'],
] as readonly RecordKind[];
/** Kinds that a trace has if it does not say which. */
const TRACE_KINDS: readonly TraceKind[] = [
  ...(['sample', 'ring', 'drop', 'queue', 'send', 'ack', 'congestion', 'progress', 'ping'] as const),
];

/** Room in which one event's records always fit (`TRACE_MARGIN` of the core). */
const TRACE_MIN_CAPACITY = 32_768;

/** "Never", as the core writes it. */
const NEVER = (1n << 64n) - 1n;

type Fields<S extends StructName> = Partial<Record<FieldOf<S>, number>>;

function write<S extends StructName>(core: CoreInstance, name: S, address: number, values: Fields<S>): void {
  const view = new StructView(core.memory, name, address);
  for (const key of Object.keys(values) as FieldOf<S>[]) {
    const value = values[key];
    const { type } = (layout[name].fields as Record<string, { readonly type: string }>)[key]!;
    const whole = type !== 'f64';
    const most = type === 'u64' || type === 'f64' ? Number.MAX_SAFE_INTEGER : 2 ** 32 - 1;
    if (value === undefined || !(value >= 0 && value <= most) || (whole && !Number.isInteger(value))) {
      throw new RangeError(`${name}.${key}: ${value} is not a ${whole ? 'whole ' : ''}number from 0 to ${most}`);
    }
    view.set(key, value);
  }
}

function index(table: Readonly<Record<string, number>>, name: string, what: string): number {
  const value = table[name];
  if (value === undefined) {
    throw new RangeError(`${what}: ${name} is not known to the core; it knows ${Object.keys(table).join(', ')}`);
  }
  return value;
}

/** Mean time between two bursts of a flow without congestion control, ns. */
function intervalOf(flow: CoreFlow): number {
  if (flow.kind === 'ping') return flow.interval;
  if (flow.kind === 'udp') return (flow.size * 8e9 * (flow.burst ?? 1)) / flow.rate;
  return 0;
}

function writeFlow(core: CoreInstance, address: number, flow: CoreFlow): void {
  write(core, 'Flow', address, {
    kind: FLOW_KINDS[flow.kind],
    congestion: flow.kind === 'tcp' ? index(CONGESTIONS, flow.congestion, 'congestion') : 0,
    start: flow.start,
    bytes: flow.kind === 'tcp' ? (flow.bytes ?? 0) : 0,
    interval: intervalOf(flow),
    size: flow.kind === 'tcp' ? 0 : flow.size,
    arrivals: flow.kind === 'udp' ? ARRIVALS[flow.arrivals] : 0,
    burst: flow.kind === 'udp' ? (flow.burst ?? 1) : 1,
    priority: flow.kind === 'pktgen' ? 0 : (flow.priority ?? 0),
    perSent: flow.kind === 'pktgen' || flow.kind === 'raw' ? flow.perSent : 0,
    perLost: flow.kind === 'pktgen' ? flow.perLost : 0,
    race: flow.kind === 'pktgen' ? Math.min(flow.race, flow.perSent, flow.perLost) : 0,
    sndbuf: flow.kind === 'raw' ? flow.sndbuf : 0,
  });
  const stop = flow.stop === undefined ? NEVER : BigInt(flow.stop);
  new DataView(core.memory.buffer).setBigUint64(address + layout.Flow.fields.stop.offset, stop, true);
}

function writeQdisc(core: CoreInstance, qdisc: CoreQdisc): void {
  const at = addresses.QDISC_PRIV;
  const limit = qdisc.kind === 'prio' ? 0 : qdisc.limit;
  write(core, 'Qdisc', addresses.QDISC, { kind: index(QDISCS, qdisc.kind, 'qdisc.kind'), limit });
  if (qdisc.kind === 'fq_codel') {
    const { flows, quantum, target, interval } = qdisc;
    write(core, 'FqCodel', at, { flows, quantum, target, interval });
  } else if (qdisc.kind === 'fq') {
    const { flowLimit, quantum, initialQuantum, horizon, maxrate } = qdisc;
    write(core, 'Fq', at, { flowLimit, quantum, initialQuantum, horizon, maxRate: Math.ceil(maxrate / 8) });
  } else if (qdisc.kind === 'tbf') {
    write(core, 'Tbf', at, { rate: Math.floor(qdisc.rate / 8), burst: qdisc.burst });
  } else if (qdisc.kind === 'prio') {
    const { bands, priomap } = qdisc;
    write(core, 'Prio', at, { bands, mapLow: pack(priomap.slice(0, 8)), mapHigh: pack(priomap.slice(8)) });
  } else if (qdisc.kind === 'netem') {
    const { delay, jitter, loss } = qdisc;
    write(core, 'Netem', at, { delay, jitter, loss });
  }
}

/** Eight numbers of 4 bits in one of 32. */
function pack(nibbles: readonly number[]): number {
  return nibbles.reduce((packed, nibble, i) => packed + nibble * 16 ** i, 0);
}

/** Writes an experiment into a fresh core and makes it ready for `step`. */
export function writeConfig(core: CoreInstance, config: CoreConfig): void {
  const { sender, receiver, qdisc, device, reader, path } = config;
  const { flowControl } = device;
  write(core, 'Config', addresses.CONFIG, {
    duration: config.duration,
    seed: config.seed,
    eventQueue: EVENT_QUEUES[config.eventQueue ?? 'lines'],
    sampleInterval: config.sampleInterval,
    flowCount: config.flows.length,
    clockRead: config.clockRead ?? 0,
    cpus: config.cpus ?? 0,
    attempts: ATTEMPTS[config.attempts ?? 'counted'],
    wmem: sender.wmem,
    limitOutputBytes: sender.limitOutputBytes,
    hystart: Number(sender.hystart),
    tso: Number(sender.tso),
    initialCwnd: sender.initialCwnd,
    hz: sender.hz,
    rmem: receiver.rmem,
    delayedAck: Number(receiver.delayedAck),
    truesize: receiver.truesize,
    slotTruesize: receiver.slotTruesize ?? 0,
    oldTuning: receiver.tuning === '6.12' ? 1 : 0,
  });
  write(core, 'Device', addresses.DEVICE, {
    kind: index(DEVICES, device.kind, 'device.kind'),
    queueLength: device.queueLength,
    mtu: device.mtu,
    tso: Number(device.tso),
    stopRule: index(STOPS, flowControl.stop, 'flowControl.stop'),
    wakeRule: index(WAKES, flowControl.wake, 'flowControl.wake'),
    requiresQdisc: Number(flowControl.requiresQdisc),
    onFull: index(ON_FULL, flowControl.onFull, 'flowControl.onFull'),
    queues: queueCount(config),
    mq: Number(hasMq(config)),
  });
  writeQdisc(core, qdisc);
  writeReader(core, addresses.READER, reader);
  write(core, 'Path', addresses.PATH, {
    delay: path.delay,
    returnDelay: path.returnDelay,
    rate: path.rate,
    queue: path.queue,
    loss: path.loss,
    jitter: path.jitter,
    ingressDelay: path.ingressDelay ?? 0,
  });
  write(core, 'Machine', addresses.MACHINE, {
    xmit: config.machine?.xmit ?? 0,
    lockWait: config.machine?.lockWait ?? 0,
  });
  const { reading } = receiver;
  write(core, 'Guest', addresses.GUEST, {
    perByte: reading?.perByte ?? 0,
    coldPerByte: reading?.coldPerByte ?? reading?.perByte ?? 0,
    cache: reading?.cache ?? 0,
    perPacket: reading?.perPacket ?? 0,
    pauseInterval: reading?.pauses?.interval ?? 0,
    pauseLength: reading?.pauses?.length ?? 0,
  });
  const flows = core.exports.prepare();
  for (const own of config.readers ?? []) {
    if (!(own.queue < queueCount(config))) throw new RangeError(`readers: the device has no queue ${own.queue}`);
    writeReader(core, core.exports.queue_reader(own.queue), own.reader);
  }
  config.flows.forEach((flow, i) => {
    writeFlow(core, flows + i * layout.Flow.size, flow);
  });
  core.exports.start(traceCapacity(config), traceMask(config));
}

/** `MAX_TAP_QUEUES` */
const MAX_QUEUES = 256;

function queueCount({ device, flows }: CoreConfig): number {
  const queues = device.queues ?? 1;
  if (!(queues >= 1 && queues <= MAX_QUEUES))
    throw new RangeError(`device.queues: ${queues} is not 1 to ${MAX_QUEUES}`);
  const flood = flows.find(({ kind }) => kind === 'pktgen' || kind === 'raw');
  if (flood && queues > 1) throw new RangeError(`flows: ${flood.kind} is not simulated with ${queues} queues`);
  return queues;
}

/** Qdiscs whose watchdog or random stream is one for the whole core. */
const NEVER_UNDER_MQ: readonly string[] = ['noqueue', 'fq', 'netem'];

function hasMq({ device, qdisc }: CoreConfig): boolean {
  const possible = !NEVER_UNDER_MQ.includes(qdisc.kind);
  if ((device.queues ?? 1) === 1) return false;
  if (device.mq && !possible) throw new RangeError(`device.mq: ${qdisc.kind} cannot be under mq`);
  return device.mq ?? possible;
}

function writeReader(core: CoreInstance, address: number, reader: CoreReader): void {
  write(core, 'Reader', address, {
    service: index(SERVICES, reader.service, 'reader.service'),
    batch: reader.batch,
    perPacket: reader.perPacket,
    perByte: reader.perByte,
    wakeup: reader.wakeup,
    queueWakeup: reader.queueWakeup,
    notify: reader.notify ?? 0,
    sendPerByte: reader.sendPerByte ?? 0,
    returns: index(RETURNS, reader.returns ?? 'apart', 'reader.returns'),
    perReturn: reader.perReturn ?? 0,
    sendPerPacket: reader.sendPerPacket ?? 0,
    sendQueue: reader.sendQueue ?? 1024,
    stallInterval: reader.stalls?.interval ?? 0,
    stallLength: reader.stalls?.length ?? 0,
  });
}

function traceCapacity(config: CoreConfig): number {
  return config.trace ? Math.max(config.trace.capacity, TRACE_MIN_CAPACITY) : 0;
}

function traceMask(config: CoreConfig): number {
  if (!config.trace) return 0;
  return (config.trace.kinds ?? TRACE_KINDS).reduce((mask, kind) => mask | (1 << RECORD_KINDS.indexOf(kind)), 0);
}
