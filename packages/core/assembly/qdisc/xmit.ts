import { device } from '../device/device';
import { hardStartXmit, TX_BUSY, TX_OK } from '../device/xmit';
import { Flow } from '../flow';
import { DATA, Packet, packetFree } from '../packet';
import { PENDING_QDISC, state } from '../state';
import { counters } from '../stats/counters';
import { histogramAdd } from '../stats/histogram';
import { DROP_QDISC, TRACE_DROP, traceWants, traceWrite } from '../stats/trace';
import { tsqRelease } from '../tcp/tsq';
import { fifoDequeue, fifoEnqueue } from './fifo';
import { fqDequeue, fqEnqueue } from './fq';
import { QDISC_FQ, QDISC_NOQUEUE, qdisc } from './qdisc';

/** `NET_XMIT_SUCCESS`, `NET_XMIT_DROP`. */
const SUCCESS: i32 = 0;
const DROP: i32 = 1;
/** `dev_tx_weight`: packets of one qdisc run, after which the softirq starts over. */
const QUOTA: i32 = 64;

function drop(packet: Packet): void {
  const flow = changetype<Flow>(packet.flow);
  counters.qdiscDrops++;
  counters.qdiscDropSegments += packet.segments;
  counters.inQdisc -= packet.segments;
  if (traceWants(TRACE_DROP)) {
    traceWrite(TRACE_DROP, DROP_QDISC, flow.index, packet.seq, packet.payload, packet.segments, 0, 0);
  }
  if (packet.kind == DATA) tsqRelease(flow, packet.truesize);
  packetFree(packet);
}

/** `sch_direct_xmit`: false if the device is stopped and (the rest of) the packet was requeued. */
function directXmit(packet: Packet): bool {
  if (!device.stopped) {
    const entered = packet.entered;
    if (hardStartXmit(packet) != TX_BUSY) {
      histogramAdd(counters.qdiscSojourn, state.now - entered, 1);
      return true;
    }
  }
  qdisc.requeued = packet;
  return false;
}

/** `dequeue_skb`: with a single queue, a stopped device stops the dequeue before a packet leaves. */
function dequeue(): Packet | null {
  if (device.stopped) return null;
  const first = qdisc.requeued;
  if (first != null) {
    qdisc.requeued = null;
    return first;
  }
  return qdisc.kind == QDISC_FQ ? fqDequeue() : fifoDequeue();
}

/** `__qdisc_run`. */
export function qdiscRun(): void {
  let quota = QUOTA;
  while (true) {
    const packet = dequeue();
    if (packet == null) return;
    if (!directXmit(packet)) return;
    if (--quota <= 0) {
      state.pending |= PENDING_QDISC;
      return;
    }
  }
}

/**
 * `__dev_queue_xmit`: takes a packet from the stack. What the driver did with it is told to the stack only without
 * a qdisc, and only for a packet that was not cut into segments; behind a qdisc a drop in the ring is a success.
 */
export function devQueueXmit(packet: Packet): i32 {
  packet.entered = state.now;
  counters.inQdisc += packet.segments;
  if (qdisc.kind == QDISC_NOQUEUE) {
    // "asks to queue packet!": there is no queue to put it in.
    if (device.stopped) {
      drop(packet);
      return DROP;
    }
    const burst = packet.segments > 1;
    const code = hardStartXmit(packet);
    if (code == TX_BUSY) {
      drop(packet);
      return DROP;
    }
    histogramAdd(counters.qdiscSojourn, 0, 1);
    return burst || code == TX_OK ? SUCCESS : DROP;
  }
  if (qdisc.qlen == 0 && qdisc.requeued == null && qdisc.kind != QDISC_FQ) {
    // TCQ_F_CAN_BYPASS
    directXmit(packet);
    return SUCCESS;
  }
  const fits = qdisc.kind == QDISC_FQ ? fqEnqueue(packet) : fifoEnqueue(packet);
  if (!fits) {
    drop(packet);
    return DROP;
  }
  qdiscRun();
  return SUCCESS;
}
