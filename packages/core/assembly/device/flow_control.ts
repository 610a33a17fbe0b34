import { heapPush } from '../events/heap';
import { EVENT_QDISC } from '../events/kinds';
import { settleFloods } from '../flood/wait';
import { machine } from '../machine';
import { reader } from '../reader/state';
import { turnRaise } from '../reader/turn';
import { NO_SPACE, PRODUCED, PtrRing, ringCheckProduce, ringEmpty } from '../ring/ptr_ring';
import { state } from '../state';
import { counters } from '../stats/counters';
import { TRACE_QUEUE, traceWants, traceWrite } from '../stats/trace';
import { device, STOP_FILLED, STOP_LAST_SLOT, WAKE_ANY, WAKE_BATCH, WAKE_EMPTY, WAKE_SPARE } from './device';
import { netifSchedule } from './queues';
import { txq } from './txq';

/** The rules that the versions of the series differ in: when the queue stops, and when it wakes. */

export function stopQueue(): void {
  // Set already: another thread was past its test by then.
  if (txq.stopped) return;
  txq.stopped = 1;
  txq.stoppedAt = state.now;
  txq.stops++;
  if (traceWants(TRACE_QUEUE)) traceWrite(TRACE_QUEUE, 1, device.current, txq.ring.unread, 0, 0, 0, 0);
}

/** Before a produce: v5 and v6 stop when this one takes the last free slot. */
export function stopBeforeProduce(ring: PtrRing): void {
  if (device.stopRule != STOP_LAST_SLOT || ring.size == 0) return;
  if (ringCheckProduce(ring) != PRODUCED) return;
  const next = ring.producer + 1 >= ring.size ? 0 : ring.producer + 1;
  // With one slot, this produce fills the ring.
  if (ring.size == 1 || load<usize>(ring.slots + ((<usize>next) << 2)) != 0) stopQueue();
}

/**
 * After a produce attempt (`tun_net_xmit`): stop if the next slot is occupied. The re-check that follows in the kernel
 * can only succeed if the consumer ran in between; here nothing runs in between.
 */
export function stopAfterProduce(ring: PtrRing): void {
  if (device.stopRule == STOP_FILLED && ringCheckProduce(ring) == NO_SPACE) stopQueue();
}

/** `__tun_wake_queue`, after `consumed` entries were taken; `freed`: their slots were zeroed. */
export function wakeAfterConsume(ring: PtrRing, consumed: u32, freed: bool): void {
  if (!txq.stopped) return;
  const rule = device.wakeRule;
  let wake = ringEmpty(ring);
  if (rule == WAKE_SPARE) {
    wake = wake || ringCheckProduce(ring) == PRODUCED;
  } else if (rule == WAKE_BATCH) {
    wake = wake || freed;
  } else if (rule == WAKE_ANY) {
    wake = true;
  } else if (rule != WAKE_EMPTY) {
    txq.consumedSinceStop += consumed;
    wake = wake || txq.consumedSinceStop >= ring.size / 2;
  }
  if (wake) wakeQueue();
}

/**
 * `netif_tx_wake_queue`: the qdisc runs in a softirq on the consumer's CPU, which the reader lacks for that time
 * (fault 9 of the series' review; the published rows with one slot show it).
 */
export function wakeQueue(): void {
  txq.stopped = 0;
  txq.wokenAt = state.now;
  settleFloods(true);
  txq.consumedSinceStop = 0;
  txq.wakes++;
  if (traceWants(TRACE_QUEUE)) traceWrite(TRACE_QUEUE, 0, device.current, txq.ring.unread, 0, 0, 0, 0);
  if (reader.queueWakeup == 0) {
    wakeSoftirq();
    return;
  }
  if (turnRaise()) {
    reader.debt += reader.queueWakeup;
    counters.softirqNs += reader.queueWakeup;
  }
  heapPush(state.now + reader.queueWakeup, state.order++, EVENT_QDISC, device.current);
}

/** The softirq of a wake is due: NET_TX on the reader's CPU. */
export function wakeSoftirq(): void {
  machine.raised = 1;
  netifSchedule();
}
