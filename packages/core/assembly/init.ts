import { testOpens } from './app/iperf';
import { streamsInit } from './app/streams';
import { config } from './config';
import { bindThread, cpusInit } from './cpus';
import { DEVICE_MACVTAP, device, STOP_NEVER } from './device/device';
import { flowQueue, queuesInit, selectQueue } from './device/queues';
import { txq } from './device/txq';
import { heapInit, heapPush } from './events/heap';
import { EVENT_END, EVENT_HALF, EVENT_SAMPLE, TIMER_APP } from './events/kinds';
import { lineInit } from './events/line';
import { Timer, timerInit, timerSet } from './events/timer';
import { FLOW_PKTGEN, FLOW_RAW, FLOW_TCP, Flow, flowAt } from './flow';
import { frontInit } from './front';
import { arenaAlloc, arenaInit } from './memory/arena';
import { path } from './path/path';
import { opsInit } from './qdisc/ops';
import { QDISC_NOQUEUE, QDISC_PFIFO_FAST, qdisc } from './qdisc/qdisc';
import { plainInit } from './reader/plain';
import { reader } from './reader/state';
import { Receiver } from './receiver/receiver';
import { PtrRing, ringInit } from './ring/ptr_ring';
import {
  Rng,
  rngExponential,
  rngSeed,
  STREAM_FLOW,
  STREAM_JITTER,
  STREAM_LOSS,
  STREAM_SERVICE,
  STREAM_STALL,
} from './rng';
import { schedInit, startTime } from './sched/init';
import { sched } from './sched/state';
import { backward, bottleneck, forward, NEVER, state } from './state';
import { counters } from './stats/counters';
import { histogramNew } from './stats/histogram';
import { occupancyInit } from './stats/occupancy';
import { congestionPrivate } from './tcp/congestion';
import { ticksInit } from './tcp/jiffies';
import { Tcp } from './tcp/tcp';

/** First step: the arena, and room for the queues and the flows, whose first fields the host then writes. Returns the flows' address. */
export function prepare(): usize {
  arenaInit();
  state.freeBlockHeads = arenaAlloc(32 << 2);
  state.flowCount = config.flowCount;
  state.flows = arenaAlloc(<usize>config.flowCount * offsetof<Flow>());
  queuesInit();
  return state.flows;
}

function seeded(stream: u64): Rng {
  const rng = changetype<Rng>(arenaAlloc(offsetof<Rng>()));
  rngSeed(rng, config.seed, stream);
  return rng;
}

/** The application of this flow: that of the flow before, if both are streams that start together. */
function joinProcess(flow: Flow): void {
  flow.process = flow.index;
  if (flow.index != 0) {
    const before = flowAt(flow.index - 1);
    if (flow.kind == FLOW_TCP && before.kind == FLOW_TCP && before.start == flow.start) flow.process = before.process;
  }
  flowAt(flow.process).streams++;
}

function initFlow(index: u32): void {
  const flow = flowAt(index);
  flow.index = index;
  flow.queue = flowQueue(index);
  flow.timers = arenaAlloc(<usize>(TIMER_APP + 1) * offsetof<Timer>());
  for (let i: u32 = 0; i <= TIMER_APP; i++) timerInit(flow.timer(i));
  flow.rng = seeded(STREAM_FLOW + <u64>index);
  flow.rttMin = NEVER;
  flow.nextArrival = <f64>flow.start;
  if (flow.kind == FLOW_TCP) {
    flow.tcp = changetype<Tcp>(arenaAlloc(offsetof<Tcp>()));
    flow.tcp.ca = arenaAlloc(congestionPrivate(flow.congestion));
    flow.receiver = changetype<Receiver>(arenaAlloc(offsetof<Receiver>()));
  }
  if (flow.kind == FLOW_PKTGEN || flow.kind == FLOW_RAW) bindThread(flow);
  joinProcess(flow);
  timerSet(flow.timer(TIMER_APP), flow.start, TIMER_APP, changetype<usize>(flow));
}

/** What a queue has for itself; a qdisc above all queues is made with the first. */
function initQueue(queue: u32): void {
  selectQueue(queue);
  txq.ring = changetype<PtrRing>(arenaAlloc(offsetof<PtrRing>()));
  ringInit(txq.ring, device.queueLength);
  occupancyInit(device.queueLength);
  txq.occupancy = device.queues == 1 ? counters.occupancy : histogramNew();
  txq.sojourn = device.queues == 1 ? counters.ringSojourn : histogramNew();
  if (queue == 0 || device.mq) {
    if (qdisc.kind == QDISC_PFIFO_FAST) qdisc.limit = device.queueLength;
    opsInit();
  }
  plainInit();
  frontInit();
  // The first reader draws what it would draw without the others.
  const streams = (<u64>queue) << 32;
  reader.serviceRng = seeded(STREAM_SERVICE + streams);
  reader.stallRng = seeded(STREAM_STALL + streams);
  if (reader.stallInterval != 0) reader.nextStall = <u64>rngExponential(reader.stallRng, <f64>reader.stallInterval);
}

/** Second step, once all blocks of the host are written: everything is ready for `step`. */
export function initialise(): void {
  ticksInit();
  lineInit(forward);
  lineInit(backward);
  lineInit(bottleneck);
  heapInit();
  state.readerDue = NEVER;

  counters.rtt = histogramNew();
  counters.occupancy = histogramNew();
  counters.qdiscSojourn = histogramNew();
  counters.ringSojourn = histogramNew();
  counters.ping = histogramNew();
  counters.datagram = histogramNew();
  counters.rttSampleMin = NEVER;

  const hasQdisc = qdisc.kind != QDISC_NOQUEUE;
  // drivers/net/tap.c fills its ring from the receive handler of the device below: there is no queue to stop.
  const canStop = device.stopRule != STOP_NEVER && device.kind != DEVICE_MACVTAP;
  device.backpressure = canStop && (hasQdisc || !device.requiresQdisc) ? 1 : 0;
  cpusInit();
  device.controlQueue = flowQueue(state.flowCount);
  for (let i: u32 = 0; i < device.queues; i++) initQueue(i);
  path.lossRng = seeded(STREAM_LOSS);
  path.jitterRng = seeded(STREAM_JITTER);

  heapPush(config.duration / 2, state.order++, EVENT_HALF, 0);
  heapPush(config.duration, state.order++, EVENT_END, 0);
  if (config.sampleInterval < config.duration) heapPush(config.sampleInterval, state.order++, EVENT_SAMPLE, 0);
  let streams: u32 = 0;
  for (let i: u32 = 0; i < state.flowCount; i++) {
    initFlow(i);
    if (flowAt(i).kind == FLOW_TCP) streams++;
  }
  for (let i: u32 = 0; i < state.flowCount; i++) {
    if (flowAt(i).process == i) streamsInit(flowAt(i));
  }
  schedInit();
  testOpens(streams);
  if (sched.active) startTime();
}
