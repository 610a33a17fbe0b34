import { qdiscs } from '@tunq/device';
import type { Contradict } from './contradiction.js';
import { maxPackets, type ParsedQdisc, type QueueLimit } from './qdisc-keys.js';
import { formatQuantity } from './quantity.js';
import type { ScenarioDevice, ScenarioQdisc, ScenarioQdiscKind } from './scenario.js';

type Kind = ParsedQdisc['kind'];

/** The keys of each kind beside `kind`. */
const keysOf: Readonly<Record<Kind, readonly (keyof ParsedQdisc)[]>> = {
  pfifo_fast: [],
  pfifo: ['limit'],
  noqueue: [],
  fq_codel: ['limit', 'flows', 'quantum', 'target', 'interval'],
  fq: ['limit', 'flowLimit', 'quantum', 'initialQuantum', 'horizon', 'maxrate'],
  tbf: ['limit', 'rate', 'burst', 'latency'],
  prio: ['bands', 'priomap'],
  netem: ['limit', 'delay', 'jitter', 'loss'],
};

/** Why a kind has no limit. */
const withoutLimit: Partial<Record<Kind, string>> = {
  noqueue: 'noqueue holds no packets',
  pfifo_fast: 'pfifo_fast is as long as device.queueLength',
  prio: 'a band of prio is as long as device.queueLength',
};

/** The priomap of tc-prio(8). */
const defaultPriomap = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];

/** Most bytes that a queue of bytes may hold (`int` in the kernel). */
const maxBytes = 2_147_483_647;

/**
 * Fills in the defaults of a qdisc, which follow from its kind and from the device, and refuses the keys of other kinds.
 * As in the kernel (attach_default_qdiscs), a device of several queues gets one qdisc for each, under `mq`.
 */
export function resolveQdisc(qdisc: ParsedQdisc, device: ScenarioDevice, contradict: Contradict): ScenarioQdisc {
  refuseStrangers(qdisc, contradict);
  const possible = !neverUnderMq.includes(qdisc.kind);
  if (qdisc.mq && device.queues === 1) {
    const allowed = 'mq above a device with several queues (device.queues)';
    contradict({ path: ['qdisc', 'mq'], problem: 'the device has one queue', allowed });
  }
  if (qdisc.mq && !possible) {
    contradict({ path: ['qdisc', 'mq'], problem: `${qdisc.kind} is not simulated under mq`, allowed: 'false' });
  }
  const kind = resolveKind(qdisc, device, contradict);
  return device.queues === 1 ? kind : { ...kind, mq: qdisc.mq ?? possible };
}

/** A noqueue is no qdisc; the timer of fq and the random numbers of netem are one for the device. */
const neverUnderMq: readonly Kind[] = ['noqueue', 'fq', 'netem'];

function resolveKind(qdisc: ParsedQdisc, device: ScenarioDevice, contradict: Contradict): ScenarioQdiscKind {
  switch (qdisc.kind) {
    case 'pfifo':
      return { kind: 'pfifo', limit: packets(qdisc.limit, device.queueLength, contradict) };
    case 'fq_codel':
      return {
        kind: 'fq_codel',
        limit: packets(qdisc.limit, standard('fq_codel', 'limit'), contradict),
        flows: qdisc.flows ?? standard('fq_codel', 'flows'),
        ...(qdisc.quantum === undefined ? {} : { quantum: qdisc.quantum }),
        target: qdisc.target ?? standard('fq_codel', 'target'),
        interval: qdisc.interval ?? standard('fq_codel', 'interval'),
      };
    case 'fq':
      return {
        kind: 'fq',
        limit: packets(qdisc.limit, standard('fq', 'limit'), contradict),
        flowLimit: qdisc.flowLimit ?? standard('fq', 'flowLimit'),
        ...(qdisc.quantum === undefined ? {} : { quantum: qdisc.quantum }),
        ...(qdisc.initialQuantum === undefined ? {} : { initialQuantum: qdisc.initialQuantum }),
        horizon: qdisc.horizon ?? standard('fq', 'horizon'),
        ...(qdisc.maxrate === undefined ? {} : { maxrate: qdisc.maxrate }),
      };
    case 'tbf':
      return resolveTbf(qdisc, contradict);
    case 'prio':
      return resolvePrio(qdisc, contradict);
    case 'netem':
      return {
        kind: 'netem',
        limit: packets(qdisc.limit, standard('netem', 'limit'), contradict),
        delay: qdisc.delay ?? 0,
        jitter: qdisc.jitter ?? 0,
        loss: qdisc.loss ?? 0,
      };
    default:
      return { kind: qdisc.kind };
  }
}

function standard(kind: Kind, parameter: string): number {
  return qdiscs[kind].defaults[parameter]!.value!;
}

function refuseStrangers(qdisc: ParsedQdisc, contradict: Contradict): void {
  for (const key of Object.keys(qdisc) as (keyof ParsedQdisc)[]) {
    if (key === 'kind' || key === 'mq' || qdisc[key] === undefined || keysOf[qdisc.kind].includes(key)) continue;
    const owners = (Object.keys(keysOf) as Kind[]).filter((kind) => keysOf[kind].includes(key));
    contradict({
      path: ['qdisc', key],
      problem: (key === 'limit' && withoutLimit[qdisc.kind]) || `${qdisc.kind} has no ${key}`,
      allowed: `${key} with kind: ${owners.join(', ')}`,
    });
  }
}

/** A limit in packets. */
function packets(limit: QueueLimit | undefined, otherwise: number, contradict: Contradict): number {
  if (limit === undefined) return otherwise;
  const { given, packets } = limit;
  const allowed = `0 to ${maxPackets} packets`;
  if (packets === null) {
    return contradict({ path: ['qdisc', 'limit'], problem: `${given} is not a number of packets`, allowed });
  }
  return bounded(given, packets, 0, maxPackets, allowed, contradict);
}

function bounded(
  given: string | number,
  value: number,
  least: number,
  most: number,
  allowed: string,
  contradict: Contradict,
): number {
  const path = ['qdisc', 'limit'];
  if (value < 0) return contradict({ path, problem: `${given} is negative`, allowed });
  if (value > most) return contradict({ path, problem: `${given} is too large`, allowed });
  if (value < least) return contradict({ path, problem: `${given} is too small`, allowed });
  if (!Number.isInteger(value)) {
    return contradict({ path, problem: `${given} is not a whole number of base units`, allowed });
  }
  return value + 0;
}

function resolveTbf(qdisc: ParsedQdisc, contradict: Contradict): ScenarioQdiscKind {
  const { rate, burst, latency, limit } = qdisc;
  if (rate === undefined || burst === undefined) {
    const key = rate === undefined ? 'rate' : 'burst';
    return contradict({
      path: ['qdisc', 'kind'],
      problem: `tbf without ${key}`,
      allowed: 'tbf with rate, burst, limit or latency',
    });
  }
  if ((limit === undefined) === (latency === undefined)) {
    const problem = limit === undefined ? 'tbf with neither limit nor latency' : 'tbf with both limit and latency';
    return contradict({ path: ['qdisc', 'kind'], problem, allowed: 'one of the two' });
  }
  if (latency !== undefined) {
    // tc/q_tbf.c: what comes in during that time, and the bucket.
    const bytes = Math.floor((rate / 8e9) * latency + burst);
    if (bytes > maxBytes) {
      const problem = `${formatQuantity(latency, 'time')} are ${bytes} bytes at this rate`;
      contradict({ path: ['qdisc', 'latency'], problem, allowed: `at most ${maxBytes} bytes` });
    }
    return { kind: 'tbf', rate, burst, limit: bytes };
  }
  const allowed = `1b to ${formatQuantity(maxBytes, 'size')}`;
  const { given, bytes } = limit!;
  if (bytes === null) {
    return contradict({ path: ['qdisc', 'limit'], problem: `${given} is not a size`, allowed });
  }
  return { kind: 'tbf', rate, burst, limit: bounded(given, bytes, 1, maxBytes, allowed, contradict) };
}

function resolvePrio(qdisc: ParsedQdisc, contradict: Contradict): ScenarioQdiscKind {
  const bands = qdisc.bands ?? standard('prio', 'bands');
  const priomap = qdisc.priomap ?? defaultPriomap;
  const above = priomap.find((band) => band >= bands);
  if (above !== undefined) {
    contradict({
      path: ['qdisc', qdisc.priomap ? 'priomap' : 'bands'],
      problem: qdisc.priomap ? `band ${above} does not exist` : `the default priomap has a band ${above}`,
      allowed: qdisc.priomap ? `bands 0 to ${bands - 1}` : 'a priomap of its own with fewer than 3 bands',
    });
  }
  return { kind: 'prio', bands, priomap };
}
