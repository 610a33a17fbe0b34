import { congestionControls } from '@tunq/tcp';
import { scenarioDefaults as defaults } from './defaults.js';
import { buffer, duration, hour, microsecond, nanosecond } from './key-values.js';
import { choice, quantity, wholeNumber } from './leaf.js';
import { maxPriority } from './qdisc-keys.js';
import type { ScenarioTcpFlow } from './scenario.js';
import { z } from './zod.js';

const congestion = Object.values(congestionControls);
type SimulatedCongestion = ScenarioTcpFlow['congestion'];

const flowKeys = {
  count: wholeNumber({ description: 'Equal flows.', min: 1, max: 10_000 }).prefault(defaults.flows.count.value),
  start: duration('First packet, after the start of the run.', 0, hour).prefault(defaults.flows.start.value),
  stop: duration('Last write, after the start of the run. Default: the end of the run.', nanosecond, hour).optional(),
  priority: wholeNumber({
    description: 'SO_PRIORITY, which chooses the band of pfifo_fast and prio. Default: 0.',
    min: 0,
    max: maxPriority,
  }).optional(),
};

const tcpFlow = z.strictObject({
  kind: z.literal('tcp').optional().meta({ default: 'tcp' }),
  count: flowKeys.count,
  congestion: choice(
    congestion.filter((control) => control.simulated).map((control) => control.name) as SimulatedCongestion[],
    {
      description: 'Congestion control.',
      later: congestion.filter((control) => !control.simulated).map((control) => control.name),
    },
  ).prefault(defaults.flows.congestion.value),
  start: flowKeys.start,
  stop: flowKeys.stop,
  priority: flowKeys.priority,
  bytes: quantity('size', {
    description: 'Payload after which a flow ends. Default: endless.',
    min: 1,
    max: 2 ** 50,
  }).optional(),
});

const udpFlow = z.strictObject({
  kind: z.literal('udp'),
  count: flowKeys.count,
  rate: quantity('rate', { description: 'Payload of one flow.', min: 1_000, max: 1e12, fraction: true }),
  size: quantity('size', {
    description: 'Payload of a datagram, at most 28 bytes below the MTU. Default: 1400, or as much as the MTU takes.',
    min: 1,
    max: 65_507,
  }).optional(),
  arrivals: choice(['constant', 'poisson'], { description: 'Spacing of bursts.' }).prefault(
    defaults.flows.arrivals.value,
  ),
  burst: wholeNumber({ description: 'Datagrams back to back.', min: 1, max: 10_000 }).prefault(
    defaults.flows.burst.value,
  ),
  start: flowKeys.start,
  stop: flowKeys.stop,
  priority: flowKeys.priority,
});

const pingFlow = z.strictObject({
  kind: z.literal('ping'),
  count: flowKeys.count,
  interval: duration('Between requests.', 10 * microsecond, hour).prefault(defaults.flows.pingInterval.value),
  size: quantity('size', {
    description: 'IP length of a request, at most the MTU. Default: 84, or the MTU.',
    min: 28,
    max: 65_535,
  }).optional(),
  start: flowKeys.start,
  stop: flowKeys.stop,
  priority: flowKeys.priority,
});

const attempt = (description: string) => duration(description, nanosecond, 100 * microsecond);
const frame = quantity('size', {
  description: 'Frame without its checksum, at most the MTU and the link header.',
  min: 15,
  max: 65_535,
});

const pktgenFlow = z.strictObject({
  kind: z.literal('pktgen'),
  threads: wholeNumber({
    description: 'Threads, each bound to a CPU of its own while there are enough (`machine.cpus`).',
    min: 1,
    max: 256,
  }).prefault(defaults.flows.pktgenThreads.value),
  size: frame.prefault(defaults.flows.pktgenSize.value),
  perSent: attempt('Time of an attempt that the ring takes.').prefault(defaults.flows.pktgenTime.value),
  perLost: attempt('Time of an attempt that the ring drops, or that finds the queue stopped.').prefault(
    defaults.flows.pktgenTime.value,
  ),
  race: duration(
    'From the look at the stop to the put into the ring, during which another thread may fill it; v5 and v6 lock it out.',
    0,
    100 * microsecond,
  ).prefault(defaults.flows.pktgenRace.value),
  start: flowKeys.start,
  stop: flowKeys.stop,
});

const rawFlow = z.strictObject({
  kind: z.literal('raw'),
  count: flowKeys.count,
  size: frame.prefault(defaults.flows.rawSize.value),
  perSent: attempt('Time of one sendto().').prefault(defaults.flows.rawTime.value),
  sndbuf: buffer('Send buffer: the sender waits while packets of that memory are in the qdisc.').prefault(
    defaults.flows.rawSndbuf.value,
  ),
  start: flowKeys.start,
  stop: flowKeys.stop,
  priority: flowKeys.priority,
});

/** Kinds of flow. */
export const flowKinds = ['tcp', 'udp', 'ping', 'pktgen', 'raw'] as const;

/** One entry of `flows`. */
export const flow = z.discriminatedUnion('kind', [tcpFlow, udpFlow, pingFlow, pktgenFlow, rawFlow]);
