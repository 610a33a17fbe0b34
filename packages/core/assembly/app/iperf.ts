import { device } from '../device/device';
import { TIMER_APP } from '../events/kinds';
import { timerSet } from '../events/timer';
import { Flow } from '../flow';
import { CONTROL, packetAlloc, TCP_HEADERS } from '../packet';
import { devQueueXmit } from '../qdisc/xmit';
import { ringConsume, ringProduce } from '../ring/ptr_ring';
import { state } from '../state';
import { counters } from '../stats/counters';
import { bulkRun } from './bulk';
import { connect } from './connection';

/**
 * How a test of iperf3 begins: by the time the bulk data start, the ring has seen the packets of the control
 * connection and of the handshakes. They matter in two ways: the ring does not begin at slot 0, so that its lazy
 * zeroing has a phase, and two bare ACKs of the control connection are still with the reader.
 * Counted in packet captures of the kernel cells.
 */

/** Control connection: SYN, ACK, cookie, parameters, acknowledgements. */
const CONTROL_PACKETS: u32 = 9;
/** Each stream: SYN, ACK, cookie. */
const STREAM_PACKETS: u32 = 3;
/** The set-up of the cells pings three times first. */
const PINGS: u32 = 3;
/** Of the control packets, those that leave just before the data: the reader still works on them. */
const LATE_ACKS: u32 = 2;

/** From the late ACKs to the first write, and from stream to stream, ns. */
const FIRST_WRITE_NS: u64 = 3328;
const NEXT_STREAM_NS: u64 = 2304;

/** Readings of the clock in one turn of the sender, from select() to select(); seen as delays of the reader in captures. */
export const SENDER_TURN_READS: u32 = 50;

const OPENED: u32 = 0;
const CONNECTED: u32 = 1;
const RUNNING: u32 = 2;

/** Packets that the ring has carried before the run: they only leave its indices where they are. */
export function ringPrelude(streams: u32): void {
  if (streams == 0) return;
  const n = PINGS + CONTROL_PACKETS - LATE_ACKS + STREAM_PACKETS * streams;
  for (let i: u32 = 0; i < n; i++) {
    ringProduce(device.ring, 1);
    ringConsume(device.ring);
  }
}

function lateAck(flow: Flow): void {
  const packet = packetAlloc();
  packet.flow = changetype<usize>(flow);
  packet.kind = CONTROL;
  packet.segments = 1;
  packet.length = TCP_HEADERS;
  packet.seq = 0;
  packet.payload = 0;
  packet.truesize = 0;
  counters.sent++;
  counters.packets++;
  devQueueXmit(packet);
}

/** The timer of a TCP flow, as often as its start has steps. */
export function onStreamTimer(flow: Flow): void {
  if (state.ended) return;
  if (flow.phase != OPENED) {
    flow.phase = RUNNING;
    bulkRun(flow);
    return;
  }
  connect(flow);
  flow.phase = CONNECTED;
  // The messages that they acknowledge come together: both leave before the reader has had the CPU.
  if (flow.index == 0) for (let i: u32 = 0; i < LATE_ACKS; i++) lateAck(flow);
  const after = FIRST_WRITE_NS + NEXT_STREAM_NS * <u64>flow.index;
  timerSet(flow.timer(TIMER_APP), state.now + after, TIMER_APP, changetype<usize>(flow));
}
