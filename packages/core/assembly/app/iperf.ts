import { device } from '../device/device';
import { selectQueue } from '../device/queues';
import { txq } from '../device/txq';
import { TIMER_APP } from '../events/kinds';
import { timerSet } from '../events/timer';
import { Flow, flowAt, STREAM_ACKED, STREAM_CONNECTED, STREAM_OPENED, STREAM_RUNNING } from '../flow';
import { ringConsume, ringProduce } from '../ring/ptr_ring';
import { messageArrives } from '../sched/begin';
import { sched } from '../sched/state';
import { state } from '../state';
import { findTick } from '../tcp/jiffies';
import { bulkRun } from './bulk';
import { connect } from './connection';
import { sendControl } from './control';
import { controlAcked, cookieLost, jiffiesAtStart, PACKETS_PER_STREAM, roundTrip, streamsAfter } from './handshake';
import { streamMayWrite } from './streams';

/**
 * How a test of iperf3 begins: by the time the bulk data start, the ring has seen the packets of the control
 * connection and of the handshakes. They matter in two ways: the ring does not begin at slot 0, so that its lazy
 * zeroing has a phase, and one or two bare ACKs of the control connection are still with the reader.
 * Counted in packet captures of the kernel cells.
 */

/** Control connection: SYN, ACK, cookie, parameters in two, acknowledgement; with a delayed ACK of its own one more. */
const CONTROL_PACKETS: u32 = 6;
/** The set-up of the cells pings three times first. */
const PINGS: u32 = 3;

/** From the late ACK to the client's first turn, where that is one of several processes (sched/), ns. */
const FIRST_TURN_NS: u64 = 2304;
/** The same where one ACK serves for both: the client itself sends it, as it reads the last message. */
const FIRST_TURN_ONE_ACK_NS: u64 = 0;
/** From the late ACKs to the first write: of two, and of one; and from stream to stream, ns. */
const FIRST_WRITE_NS: u64 = 2048;
const FIRST_WRITE_ONE_ACK_NS: u64 = 512;
const NEXT_STREAM_NS: u64 = 2304;
/**
 * A tunnel whose writer is a process gives the CPU away at the end of its write(): the reader takes the first late ACK,
 * and reads the clock, before the second one leaves. A writer that is a kernel thread brings both first. So does a process
 * where the round trip is short: seen at 0.2, 1 and 5 ms, and not at 14, 30 and 56 ms. Why is not known (probably the lags
 * of the scheduler), so that this bound, which lies in between, is a number of the machine.
 */
const BOTH_ACKS_RTT_NS: i64 = 8000000;
const NEXT_ACK_NS: u64 = 256;

/** What the test leaves behind before its bulk data; only indices of the ring, a phase of the timer, and late ACKs. */
export function testOpens(streams: u32): void {
  if (streams == 0) return;
  selectQueue(device.controlQueue);
  const acked = cookieLost() || controlAcked(streams);
  state.lateAcks = acked ? 2 : 1;
  state.tickPhase = jiffiesAtStart(streams, betweenAcks() + firstWrite());
  findTick();
  const n = PINGS + CONTROL_PACKETS + (acked ? 1 : 0) + <u32>PACKETS_PER_STREAM * streams;
  for (let i: u32 = 0; i < n; i++) {
    ringProduce(txq.ring, 1);
    ringConsume(txq.ring);
  }
}

function firstWrite(): u64 {
  if (sched.active) return state.lateAcks == 1 ? FIRST_TURN_ONE_ACK_NS : FIRST_TURN_NS;
  if (state.lateAcks == 1) return FIRST_WRITE_ONE_ACK_NS;
  // The reader of a process has read the clock in between, before the second ACK or after it.
  return device.tso && betweenAcks() == 0 ? FIRST_WRITE_NS + NEXT_ACK_NS : FIRST_WRITE_NS;
}

/** The timer of a TCP flow, as often as its start has steps. */
export function onStreamTimer(flow: Flow): void {
  if (state.ended) return;
  selectQueue(flow.queue);
  if (flow.phase == STREAM_OPENED) {
    connect(flow);
    if (sched.active) {
      flow.phase = STREAM_RUNNING;
      streamMayWrite(flow);
      if (streamsAfter(flow) == 0) messageArrives();
      return;
    }
    flow.phase = STREAM_CONNECTED;
    if (flow.index == 0 && betweenAcks() != 0) {
      sendControl(flow, 0);
      flow.phase = STREAM_ACKED;
      wait(flow, betweenAcks());
      return;
    }
    if (flow.index == 0) for (let i: u32 = 0; i < state.lateAcks; i++) sendControl(flow, 0);
    wait(flow, betweenAcks() + firstWrite() + NEXT_STREAM_NS * <u64>flow.index);
  } else if (flow.phase == STREAM_ACKED) {
    sendControl(flow, 0);
    flow.phase = STREAM_CONNECTED;
    wait(flow, firstWrite());
  } else {
    flow.phase = STREAM_RUNNING;
    streamMayWrite(flow);
    bulkRun(flowAt(flow.process), false);
  }
}

function wait(flow: Flow, ns: u64): void {
  timerSet(flow.timer(TIMER_APP), state.now + ns, TIMER_APP, changetype<usize>(flow));
}

/** Time between the two late ACKs. */
function betweenAcks(): u64 {
  return state.lateAcks == 2 && device.tso && roundTrip() > BOTH_ACKS_RTT_NS ? NEXT_ACK_NS : 0;
}
