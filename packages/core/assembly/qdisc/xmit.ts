import { DEVICE_MACVTAP, device } from '../device/device';
import { beginOutput, netifSchedule, packetQueue, selectQueue, takeOutput } from '../device/queues';
import { txq } from '../device/txq';
import { hardStartXmit, TX_BUSY, TX_OK, validateXmit } from '../device/xmit';
import { flowQueues } from '../machine';
import { Packet } from '../packet';
import { state } from '../state';
import { counters } from '../stats/counters';
import { histogramAdd } from '../stats/histogram';
import { opsCanBypass, opsDequeue, opsEnqueue } from './ops';
import { DROP, freeDropped, QDISC_NOQUEUE, qdisc, qdiscDrop, SUCCESS } from './qdisc';

/** `dev_tx_weight`: packets of one qdisc run, after which the softirq starts over. */
const QUOTA: u32 = 64;
/** All segments of a burst. */
const WHOLE: u32 = u32.MAX_VALUE;

/** `sch_direct_xmit`: false if the device is stopped and (the rest of) the packet was requeued. */
function directXmit(packet: Packet): bool {
  validateXmit(packet);
  if (!txq.stopped) {
    const entered = packet.entered;
    if (hardStartXmit(packet, WHOLE) != TX_BUSY) {
      histogramAdd(counters.qdiscSojourn, state.now - entered, 1);
      return true;
    }
  }
  qdisc.requeued = packet;
  return false;
}

/**
 * What was requeued goes out first. It was cut already, so each of its segments counts: returns how many went out,
 * 0 if the device took none.
 */
function requeuedXmit(packet: Packet, most: u32): u32 {
  const segments = packet.segments;
  const entered = packet.entered;
  if (hardStartXmit(packet, most) != TX_BUSY) {
    qdisc.requeued = null;
    histogramAdd(counters.qdiscSojourn, state.now - entered, 1);
    return device.tso ? 1 : segments;
  }
  return segments - packet.segments;
}

/**
 * `__qdisc_run` of a qdisc with a single queue below it (TCQ_F_ONETXQUEUE): stopped, that queue stops it before a packet
 * leaves (`dequeue_skb`).
 */
function run(): void {
  let quota = QUOTA;
  while (!txq.stopped) {
    const first = qdisc.requeued;
    if (first != null) {
      const sent = requeuedXmit(first, quota);
      if (sent == 0) return;
      quota -= sent;
    } else {
      const packet = opsDequeue();
      if (packet == null) return;
      if (!directXmit(packet)) return;
      quota--;
    }
    if (quota == 0) {
      netifSchedule();
      return;
    }
  }
}

/**
 * `__qdisc_run` of one qdisc above several queues: which of them a packet is for shows only when it has left the qdisc. If
 * that queue is stopped, the packet waits at `gso_skb`, and everything behind it waits too, whichever queue it is for.
 */
function runShared(): void {
  let quota = QUOTA;
  while (true) {
    const first = qdisc.requeued;
    if (first != null) {
      selectQueue(packetQueue(first));
      if (txq.stopped) return;
      const sent = requeuedXmit(first, quota);
      if (sent == 0) return;
      quota -= sent;
    } else {
      const packet = opsDequeue();
      if (packet == null) return;
      selectQueue(packetQueue(packet));
      if (!directXmit(packet)) return;
      quota--;
    }
    if (quota == 0) {
      netifSchedule();
      return;
    }
  }
}

/** `qdisc_run`, of a sender or of the NET_TX softirq, for the qdisc of the queue at hand. */
export function qdiscRun(): void {
  if (device.queues == 1 || device.mq) run();
  else runShared();
  if (qdisc.toFree != null) freeDropped();
}

/** `__dev_queue_xmit` above a device without a qdisc. */
function xmitWithoutQueue(packet: Packet): i32 {
  const burst = packet.segments > 1;
  // "asks to queue packet!": there is no queue to put it in.
  const code = txq.stopped ? TX_BUSY : hardStartXmit(packet, WHOLE);
  if (code == TX_BUSY) {
    qdiscDrop(packet);
    freeDropped();
    return DROP;
  }
  histogramAdd(counters.qdiscSojourn, 0, 1);
  // A macvtap gets its frames from a softirq of the device below (tap_handle_frame), which has nobody to tell.
  return burst || code == TX_OK || device.kind == DEVICE_MACVTAP ? SUCCESS : DROP;
}

/**
 * `__dev_queue_xmit`: takes a packet from the stack. What the driver did with it is told to the stack only without
 * a qdisc, and only for a packet that was not cut into segments; behind a qdisc a drop in the ring is a success.
 */
export function devQueueXmit(packet: Packet): i32 {
  if (device.queues != 1) selectQueue(packetQueue(packet));
  packet.entered = state.now;
  counters.inQdisc += packet.segments;
  flowQueues(packet);
  if (qdisc.kind == QDISC_NOQUEUE) return xmitWithoutQueue(packet);
  if (qdisc.qlen == 0 && qdisc.requeued == null && opsCanBypass()) {
    directXmit(packet);
    return SUCCESS;
  }
  const code = opsEnqueue(packet);
  qdiscRun();
  return code;
}

/** `net_tx_action`: the qdiscs that are scheduled now; those that they schedule meanwhile have another turn. */
export function netTxAction(): void {
  if (!device.mq) {
    qdiscRun();
    return;
  }
  let entry = takeOutput();
  while (entry != 0) {
    entry = beginOutput(entry);
    qdiscRun();
  }
}
