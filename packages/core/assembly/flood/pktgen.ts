import { device, STOP_LAST_SLOT } from '../device/device';
import { txq } from '../device/txq';
import { hardStartXmit, TX_BUSY, TX_OK } from '../device/xmit';
import { Flow } from '../flow';
import { flowLeaves, flowQueues } from '../machine';
import { packetFree } from '../packet';
import { PRODUCED, ringCheckProduce } from '../ring/ptr_ring';
import { state } from '../state';
import { counters } from '../stats/counters';
import { attemptTime, floodPacket } from './flood';
import { scheduleAttempt } from './schedule';
import { scheduleWait, WAIT_FULL, WAIT_STOPPED } from './wait';

/**
 * pktgen (net/core/pktgen.c, `pktgen_xmit` with `xmit_mode start_xmit`): hands packets to the driver, past the qdisc.
 * A thread looks whether the queue is stopped and, if it is, tries again, which is no error; if it is not, what the
 * driver says is `sent` (`NETDEV_TX_OK`), `lost` (`NET_XMIT_DROP`, its `errors`), or a reason to try again (`BUSY`).
 */

/**
 * `netif_xmit_frozen_or_drv_stopped`, which the thread asked `race` ns before its put. In a driver without transmit lock
 * (LLTX) another thread may fill the ring in between. v5 and v6, which stop before the last slot, take the lock.
 */
function sawStop(flow: Flow): bool {
  const race = device.stopRule == STOP_LAST_SLOT ? 0 : min(flow.race, state.due);
  const asked = state.due - race;
  if (txq.stopped) return txq.stoppedAt <= asked || txq.wokenAt > asked;
  return txq.wokenAt > asked;
}

export function pktgenAttempt(flow: Flow): void {
  if (sawStop(flow)) {
    tryAgain(flow);
    return;
  }
  const packet = floodPacket(flow);
  counters.inQdisc++;
  flowQueues(packet);
  const stopped = txq.stopped;
  const code = hardStartXmit(packet, 1);
  // A thread sees its own stop, on a CPU that does not wait for the one whose clock is slow to read.
  if (!stopped && txq.stopped) txq.stoppedAt = state.due;
  if (code == TX_BUSY) {
    flowLeaves(flow, 1);
    packetFree(packet);
    counters.inQdisc--;
    counters.sent--;
    counters.packets--;
    flow.numbered--;
    tryAgain(flow);
    return;
  }
  if (code == TX_OK) {
    flow.sent++;
    scheduleAttempt(flow, state.due + attemptTime(flow, flow.perSent));
    return;
  }
  const period = attemptTime(flow, flow.perLost);
  const drops = device.backpressure == 0 && ringCheckProduce(txq.ring) != PRODUCED;
  if (drops) scheduleWait(flow, state.due + period, period, WAIT_FULL);
  else scheduleAttempt(flow, state.due + period);
}

/** A test that fails costs less than a packet; how much decides nothing, so it is taken for an attempt that is lost. */
function tryAgain(flow: Flow): void {
  flow.retries++;
  const period = attemptTime(flow, flow.perLost);
  if (txq.stopped) scheduleWait(flow, state.due + period, period, WAIT_STOPPED);
  else scheduleAttempt(flow, state.due + period);
}
