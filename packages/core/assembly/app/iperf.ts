import { config } from '../config';
import { device } from '../device/device';
import { TIMER_APP } from '../events/kinds';
import { timerSet } from '../events/timer';
import { Flow } from '../flow';
import { CONTROL, packetAlloc, TCP_HEADERS } from '../packet';
import { path } from '../path/path';
import { devQueueXmit } from '../qdisc/xmit';
import { reader } from '../reader/state';
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

/**
 * The client goes on with a tick of the clock; two round trips of the control connection later the data begin. Seen in the
 * timestamps of captures: data begin that long after a tick, whatever the number of streams.
 */
const ROUNDS_AFTER_TICK: u64 = 2;
/** What the processes take for it, ns. */
const START_COST_NS: u64 = 6500;

/** From the first late ACK to the second, to the first write, and from stream to stream, ns. */
const SECOND_ACK_NS: u64 = 1280;
const FIRST_WRITE_NS: u64 = 3328;
const NEXT_STREAM_NS: u64 = 2304;

/** Readings of the clock in one turn of the sender, from select() to select(); seen as delays of the reader in captures. */
export const SENDER_TURN_READS: u32 = 50;

const ACK_ONE: u32 = 0;
const ACK_TWO: u32 = 1;
const WRITE: u32 = 2;
const RUNNING: u32 = 3;

/** Packets that the ring has carried before the run: they only leave its indices where they are. */
export function ringPrelude(streams: u32): void {
  if (streams == 0) return;
  if (config.clockRead != 0) {
    const service = <u64>(reader.perPacket + reader.perByte * <f64>TCP_HEADERS);
    state.clockPhase = ROUNDS_AFTER_TICK * (path.delay + path.returnDelay + service) + START_COST_NS;
  }
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
  let after = FIRST_WRITE_NS + NEXT_STREAM_NS * <u64>flow.index;
  if (flow.phase == ACK_ONE) {
    connect(flow);
    flow.phase = WRITE;
    if (flow.index == 0) {
      lateAck(flow);
      flow.phase = ACK_TWO;
      after = SECOND_ACK_NS;
    }
  } else if (flow.phase == ACK_TWO) {
    lateAck(flow);
    flow.phase = WRITE;
    after = FIRST_WRITE_NS - SECOND_ACK_NS;
  } else {
    flow.phase = RUNNING;
    bulkRun(flow);
    return;
  }
  timerSet(flow.timer(TIMER_APP), state.now + after, TIMER_APP, changetype<usize>(flow));
}
