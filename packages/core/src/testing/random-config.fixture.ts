import fc from 'fast-check';
import type { CoreConfig, CoreFlow, CoreFlowControl, CoreQdisc, CoreReader } from '../config.js';
import { watch } from './watchdog.fixture.js';

/** Random experiments for property tests: every model and rule of the core, at sizes that run in milliseconds. */

const MILLISECOND = 1_000_000;
const SECOND = 1_000 * MILLISECOND;

/** Whole numbers spread evenly over the orders of magnitude between two bounds. */
function logarithmic(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map((x) => Math.round(Math.exp(x)));
}

/** Mostly the first, sometimes the second. */
function mostly<T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

const zero = fc.constant(0);

/** Every combination of rules but one: no version refuses a packet without having stopped the queue for it. */
const flowControls: fc.Arbitrary<CoreFlowControl> = fc
  .record({
    stop: mostly(fc.constantFrom('filled', 'last-slot'), fc.constant('never')),
    wake: fc.constantFrom('empty', 'spare', 'batch', 'half', 'any'),
    requiresQdisc: fc.boolean(),
    onFull: fc.constantFrom('drop', 'busy'),
  })
  .filter((rules) => !(rules.stop === 'last-slot' && rules.onFull === 'busy'));

const ringSizes = fc.oneof(
  fc.constantFrom(0, 1, 2, 31, 32, 33, 500),
  fc.integer({ min: 0, max: 40 }),
  logarithmic(1, 600),
);

const limits = fc.oneof(fc.constantFrom(0, 1, 1000), logarithmic(1, 2000));

/** Every kind, the default first; parameters at which they drop, wait and cut. */
const qdiscs: fc.Arbitrary<CoreQdisc> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pfifo_fast', 'pfifo', 'noqueue'), limit: limits }),
  fc.record({
    kind: fc.constant('fq_codel'),
    limit: limits,
    flows: fc.constantFrom(1, 2, 1024),
    quantum: fc.constantFrom(0, 300, 1514, 100_000),
    target: logarithmic(1_024, 20 * MILLISECOND),
    interval: logarithmic(100_000, 200 * MILLISECOND),
  }),
  fc.record({
    kind: fc.constant('fq'),
    limit: limits,
    flowLimit: fc.constantFrom(0, 1, 3, 100),
    quantum: fc.constantFrom(0, 300, 100_000),
    initialQuantum: fc.constantFrom(0, 300, 100_000),
    horizon: fc.oneof(fc.constant(10_000 * MILLISECOND), logarithmic(1_000, 10 * MILLISECOND)),
    maxrate: mostly(zero, logarithmic(100_000, 1_000_000_000)),
  }),
  fc.record({
    kind: fc.constant('tbf'),
    limit: logarithmic(1_000, 3_000_000),
    rate: logarithmic(1_000_000, 1_000_000_000),
    burst: logarithmic(500, 200_000),
  }),
  fc.record({
    kind: fc.constant('prio'),
    bands: fc.integer({ min: 3, max: 16 }),
    priomap: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 16, maxLength: 16 }),
  }),
  fc.record({
    kind: fc.constant('netem'),
    limit: limits,
    delay: mostly(zero, logarithmic(1_000, 50 * MILLISECOND)),
    jitter: mostly(zero, logarithmic(1_000, 5 * MILLISECOND)),
    loss: mostly(zero, fc.double({ min: 0, max: 0.1, noNaN: true })),
  }),
);

const readers: fc.Arbitrary<CoreReader> = fc.record({
  service: mostly(fc.constant('constant'), fc.constant('exponential')),
  perPacket: logarithmic(1_000, 500_000),
  perByte: mostly(zero, fc.double({ min: 0, max: 20, noNaN: true })),
  batch: fc.oneof(fc.constant(1), fc.constant(64), fc.integer({ min: 1, max: 100 })),
  wakeup: mostly(zero, logarithmic(1_000, 5 * MILLISECOND)),
  queueWakeup: mostly(zero, logarithmic(1_000, MILLISECOND)),
  notify: mostly(zero, logarithmic(100, 100_000)),
  returns: mostly(fc.constant('apart'), fc.constantFrom('first', 'last')),
  perReturn: mostly(zero, logarithmic(100, 200_000)),
  sendPerPacket: mostly(zero, logarithmic(1_000, 500_000)),
  sendPerByte: mostly(zero, fc.double({ min: 0, max: 20, noNaN: true })),
  sendQueue: logarithmic(1, 2_000),
  stalls: mostly(
    fc.constant(null),
    fc.record({
      interval: logarithmic(5 * MILLISECOND, 500 * MILLISECOND),
      length: logarithmic(1_000, 20 * MILLISECOND),
    }),
  ),
});

/** What the flows of one experiment are drawn from: the reader's time for a packet, ns, and the run's length, ns. */
interface Scale {
  readonly packetTime: number;
  readonly duration: number;
  readonly mtu: number;
}

function times(duration: number): { start: fc.Arbitrary<number>; stop: fc.Arbitrary<{ stop?: number }> } {
  return {
    start: mostly(zero, fc.integer({ min: 0, max: Math.floor(duration / 2) })),
    stop: mostly(fc.constant({}), fc.record({ stop: fc.integer({ min: 1, max: duration }) })),
  };
}

const priorities = mostly(fc.constant({}), fc.record({ priority: fc.integer({ min: 0, max: 15 }) }));

function tcpFlows({ duration, mtu }: Scale): fc.Arbitrary<CoreFlow> {
  const { start, stop } = times(duration);
  const bytes = mostly(fc.constant({}), fc.record({ bytes: logarithmic(1, 500 * mtu) }));
  return fc
    .tuple(fc.constantFrom('cubic' as const, 'reno' as const, 'bbr' as const), start, stop, bytes, priorities)
    .map(([congestion, at, until, size, priority]) => ({
      kind: 'tcp',
      congestion,
      start: at,
      ...until,
      ...size,
      ...priority,
    }));
}

function udpFlows({ duration, mtu, packetTime }: Scale): fc.Arbitrary<CoreFlow> {
  const { start, stop } = times(duration);
  return fc
    .record({
      size: fc.integer({ min: 1, max: mtu - 28 }),
      load: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
      arrivals: fc.constantFrom('constant' as const, 'poisson' as const),
      burst: mostly(fc.constant(1), fc.integer({ min: 1, max: 100 })),
      start,
      stop,
    })
    .map(({ size, load, arrivals, burst, start: at, stop: until }) => ({
      kind: 'udp',
      rate: (load * size * 8e9) / packetTime,
      size,
      arrivals,
      burst,
      start: at,
      ...until,
    }));
}

function pingFlows({ duration, mtu }: Scale): fc.Arbitrary<CoreFlow> {
  const { start, stop } = times(duration);
  return fc
    .record({
      interval: logarithmic(MILLISECOND, 100 * MILLISECOND),
      size: fc.integer({ min: 28, max: mtu }),
      start,
      stop,
    })
    .map(({ interval, size, start: at, stop: until }) => ({ kind: 'ping', interval, size, start: at, ...until }));
}

function flowLists(scale: Scale): fc.Arbitrary<CoreFlow[]> {
  return fc
    .tuple(
      fc.array(tcpFlows(scale), { maxLength: 6 }),
      fc.oneof(fc.constant([]), fc.array(udpFlows(scale), { maxLength: 2 })),
      fc.oneof(fc.constant([]), fc.array(pingFlows(scale), { maxLength: 1 })),
      tcpFlows(scale),
    )
    .map(([tcp, udp, ping, fallback]) => {
      const flows = [...tcp, ...udp, ...ping];
      return flows.length === 0 ? [fallback] : flows;
    });
}

const mtus = fc.oneof(fc.constant(1500), fc.constantFrom(576, 1280, 1420, 9000), fc.integer({ min: 576, max: 9000 }));

/** Everything but the flows, the duration and what is measured against them. */
const machines = fc.record({
  seed: fc.nat(0xffffffff),
  sender: fc.record({
    wmem: mostly(fc.constantFrom(4_194_304, 16_384), logarithmic(4_096, 16_777_216)),
    limitOutputBytes: mostly(fc.constantFrom(1_048_576, 4_194_304), logarithmic(4_096, 8_388_608)),
    hystart: fc.boolean(),
    tso: mostly(fc.constant(true), fc.constant(false)),
    initialCwnd: mostly(fc.constant(10), fc.integer({ min: 1, max: 100 })),
    hz: fc.constantFrom(250, 1000),
  }),
  rmem: mostly(fc.constantFrom(6_291_456, 131_072), logarithmic(4_096, 33_554_432)),
  delayedAck: mostly(fc.constant(true), fc.constant(false)),
  overhead: fc.double({ min: 1, max: 2.5, noNaN: true }),
  qdisc: qdiscs,
  kind: fc.constantFrom('tun' as const, 'tap' as const, 'tap+vhost' as const, 'macvtap' as const),
  queueLength: ringSizes,
  mtu: mtus,
  slotTso: mostly(fc.constant(false), fc.constant(true)),
  flowControl: flowControls,
  reader: readers,
  rtt: fc.oneof(zero, logarithmic(10_000, 300 * MILLISECOND)),
  forwardShare: fc.constantFrom(0.5, 0.5, 0, 1),
  pathLoad: mostly(zero, fc.double({ min: 0.3, max: 3, noNaN: true })),
  pathQueue: logarithmic(1, 1000),
  loss: mostly(zero, fc.oneof(fc.double({ min: 0.0001, max: 0.02, noNaN: true }), fc.constant(0.3))),
  jitter: mostly(zero, logarithmic(1_000, 50 * MILLISECOND)),
  ingressDelay: mostly(zero, logarithmic(1_000, 50 * MILLISECOND)),
  sampleInterval: fc.constantFrom(10 * MILLISECOND, 500 * MILLISECOND),
  clockRead: mostly(zero, fc.constant(256)),
  costs: mostly(fc.constant({ xmit: 0, lockWait: 0 }), fc.record({ xmit: fc.nat(3000), lockWait: fc.nat(3000) })),
  packets: logarithmic(100, 12_000),
});
type Machine = typeof machines extends fc.Arbitrary<infer T> ? T : never;

/** A random experiment of at most 2 s of virtual time and some ten thousand packets. */
export const coreConfigs: fc.Arbitrary<CoreConfig> = machines.chain(experiments).map(watch);

function experiments(machine: Machine): fc.Arbitrary<CoreConfig> {
  const { reader, mtu } = machine;
  const packetTime = reader.perPacket + reader.perByte * mtu;
  const duration = Math.round(Math.min(2 * SECOND, Math.max(20 * MILLISECOND, machine.packets * packetTime)));
  return flowLists({ packetTime, duration, mtu }).map((flows) => ({
    duration,
    seed: machine.seed,
    flows,
    sender: machine.sender,
    receiver: {
      rmem: machine.rmem,
      delayedAck: machine.delayedAck,
      truesize: Math.round(mtu * machine.overhead),
    },
    qdisc: machine.qdisc,
    device: {
      kind: machine.kind,
      queueLength: machine.queueLength,
      mtu,
      tso: machine.slotTso,
      flowControl: machine.flowControl,
    },
    reader,
    path: {
      delay: Math.round(machine.rtt * machine.forwardShare),
      returnDelay: Math.round(machine.rtt * (1 - machine.forwardShare)),
      rate: (machine.pathLoad * mtu * 8e9) / packetTime,
      queue: machine.pathQueue,
      loss: machine.loss,
      jitter: machine.jitter,
      ingressDelay: machine.ingressDelay,
    },
    sampleInterval: machine.sampleInterval,
    clockRead: machine.clockRead,
    machine: machine.costs,
  }));
}
