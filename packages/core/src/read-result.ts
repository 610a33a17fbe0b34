import { addresses, layout } from './generated/layout.js';
import type { CoreInstance } from './instance.js';
import type { CoreFlowResult, CoreResult, Distribution, PacketBalance } from './result.js';
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
  const occupancy = distribution(core, get('occupancy'));
  const balance: PacketBalance = {
    sent: get('sent'),
    delivered: get('delivered'),
    ringDrops: get('ringDropSegments'),
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
    ringDrops: get('ringDrops'),
    qdiscDrops: get('qdiscDrops'),
    pathDrops: get('pathDrops'),
    queueStops: get('queueStops'),
    queueWakes: get('queueWakes'),
    ringProduced: get('ringProduced'),
    ringConsumed: get('ringConsumed'),
    events: state.get('events'),
    packets: get('packets'),
    rtt: range(get('rttSampleMin'), get('rttSampleSum'), get('rttSampleMax'), get('rttSampleCount')),
    rttSamples: distribution(core, get('rtt')),
    ringOccupancy: { mean: occupancy.mean, p99: occupancy.p99, max: occupancy.max },
    sojourn: { qdisc: distribution(core, get('qdiscSojourn')), ring: distribution(core, get('ringSojourn')) },
    ping: has('ping')
      ? { ...distribution(core, get('ping')), sent: get('pingsSent'), received: get('pingsReceived') }
      : null,
    udp: has('udp')
      ? { sent: get('datagramsSent'), received: get('datagramsReceived'), delay: distribution(core, get('datagram')) }
      : null,
    flows,
    balance,
  };
}
