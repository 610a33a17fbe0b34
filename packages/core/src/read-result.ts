import { addresses, layout } from './generated/layout.js';
import type { CoreInstance } from './instance.js';
import type { CoreFlowResult, CoreQueueResult, CoreResult, Distribution, PacketBalance } from './result.js';
import { StructView } from './view.js';

/** What the core writes where there is no value yet (`NEVER`), as a double. */
const NEVER = 2 ** 64;

function distribution(core: CoreInstance, address: number): Distribution {
  const view = new StructView(core.memory, 'Histogram', address);
  const count = view.get('count');
  if (count === 0) return { count: 0, min: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 };
  const quantile = (q: number) => core.exports.quantile(address, q);
  return {
    count,
    min: view.get('min'),
    mean: view.get('sum') / count,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    max: view.get('max'),
  };
}

function range(min: number, sum: number, max: number, count: number): { min: number; mean: number; max: number } {
  return count === 0 || min >= NEVER ? { min: 0, mean: 0, max: 0 } : { min, mean: sum / count, max };
}

function flowResult(core: CoreInstance, address: number): CoreFlowResult {
  const flow = new StructView(core.memory, 'Flow', address);
  return {
    kind: (['tcp', 'udp', 'ping', 'pktgen', 'raw'] as const)[flow.get('kind')] as CoreFlowResult['kind'],
    goodputBytes: flow.get('goodputBytes'),
    retransmits: flow.get('retransmits'),
    maxCwndBytes: flow.get('maxCwnd'),
    sent: flow.get('sent'),
    lost: flow.get('lost'),
    received: flow.get('received'),
    retries: flow.get('retries'),
    rtt: range(flow.get('rttMin'), flow.get('rttSum'), flow.get('rttMax'), flow.get('rttCount')),
    queue: flow.get('queue'),
  };
}

function occupancyOf(core: CoreInstance, address: number): CoreQueueResult['occupancy'] {
  const { mean, p99, max } = distribution(core, address);
  return { mean, p99, max };
}

/** A queue, and the segments that it dropped. */
function queueResult(core: CoreInstance, queue: number): CoreQueueResult & { readonly dropSegments: number } {
  const view = new StructView(core.memory, 'Txq', core.exports.queue_txq(queue));
  const get = view.get.bind(view);
  return {
    produced: get('produced'),
    consumed: get('consumed'),
    drops: get('drops'),
    stops: get('stops'),
    wakes: get('wakes'),
    unread: new StructView(core.memory, 'PtrRing', get('ring')).get('unread'),
    occupancy: occupancyOf(core, get('occupancy')),
    sojourn: distribution(core, get('sojourn')),
    dropSegments: get('dropSegments'),
  };
}

/** Reads the figures of a run out of the core's memory, at any time between two steps. */
export function readResult(core: CoreInstance): CoreResult {
  core.exports.settle();
  const counters = new StructView(core.memory, 'Counters', addresses.COUNTERS);
  const state = new StructView(core.memory, 'State', addresses.STATE);
  const get = counters.get.bind(counters);
  const flowCount = state.get('flowCount');
  const flows = Array.from({ length: flowCount }, (_, i) =>
    flowResult(core, state.get('flows') + i * layout.Flow.size),
  );
  const device = new StructView(core.memory, 'Device', addresses.DEVICE);
  const queues = Array.from({ length: device.get('queues') }, (_, i) => queueResult(core, i));
  const sum = (key: 'produced' | 'consumed' | 'drops' | 'dropSegments' | 'stops' | 'wakes') =>
    queues.reduce((total, queue) => total + queue[key], 0);
  const balance: PacketBalance = {
    sent: get('sent'),
    delivered: get('delivered'),
    ringDrops: sum('dropSegments'),
    qdiscDrops: get('qdiscDropSegments'),
    pathDrops: get('pathDropSegments'),
    inQdisc: get('inQdisc'),
    inRing: get('inRing'),
    inReader: get('inReader'),
    inPath: get('inPath'),
  };
  const has = (kind: string) => flows.some((flow) => flow.kind === kind);
  return {
    now: state.get('now'),
    finished: state.get('finished') === 1,
    goodputBytes: get('goodputBytes'),
    goodputBytesSecondHalf: get('goodputBytes') - get('goodputBytesFirstHalf'),
    report: get('reportNs') === 0 ? null : { bytes: get('reportBytes'), time: get('reportNs') },
    retransmits: get('retransmits'),
    ringDrops: sum('drops'),
    qdiscDrops: get('qdiscDrops'),
    pathDrops: get('pathDrops'),
    queueStops: sum('stops'),
    queueWakes: sum('wakes'),
    ringProduced: sum('produced'),
    ringConsumed: sum('consumed'),
    readerCpu: {
      softirqPackets: get('softirqPackets'),
      softirqTime: get('softirqNs'),
      lockWaitTime: get('lockWaitNs'),
    },
    events: state.get('events'),
    packets: get('packets'),
    rtt: range(get('rttSampleMin'), get('rttSampleSum'), get('rttSampleMax'), get('rttSampleCount')),
    rttSamples: distribution(core, get('rtt')),
    ringOccupancy: occupancyOf(core, get('occupancy')),
    sojourn: { qdisc: distribution(core, get('qdiscSojourn')), ring: distribution(core, get('ringSojourn')) },
    ping: has('ping')
      ? { ...distribution(core, get('ping')), sent: get('pingsSent'), received: get('pingsReceived') }
      : null,
    udp: has('udp')
      ? { sent: get('datagramsSent'), received: get('datagramsReceived'), delay: distribution(core, get('datagram')) }
      : null,
    flows,
    queues: queues.map(({ dropSegments: _, ...queue }) => queue),
    balance,
  };
}
