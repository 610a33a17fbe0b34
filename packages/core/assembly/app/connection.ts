import { config } from '../config';
import { device } from '../device/device';
import { FLOW_TCP, Flow, flowAt } from '../flow';
import { TCP_HEADERS } from '../packet';
import { path } from '../path/path';
import { reader } from '../reader/state';
import { enterQuickAck } from '../receiver/ack';
import { Receiver } from '../receiver/receiver';
import { rttMeasure, selectWindow, windowInit } from '../receiver/window';
import { state } from '../state';
import { congestionInit } from '../tcp/congestion';
import { WMEM_DEFAULT } from '../tcp/constants';
import { jiffyNs, timestampMs, timestampMsAgo, usToJiffies } from '../tcp/jiffies';
import { updatePacingRate } from '../tcp/pacing';
import { reorderingInit } from '../tcp/rack';
import { rttEstimate, setRto } from '../tcp/rtt';
import { sndbufExpand } from '../tcp/sndbuf';
import { INFINITE_SSTHRESH, toUs } from '../tcp/tcp';

/** A SYN with its options, bytes of IP. */
const SYN_LENGTH: f64 = 60;

/** iperf3 opens a stream with a 37-byte cookie, which has been acknowledged when the bulk data begin. */
const COOKIE: u32 = 37;
/**
 * The reader takes the last cookie at a tick of the scheduler: until then another process has the only CPU. When that tick
 * comes, counted from the beginning of the test, is a matter of the machine: here that of the kernel cells, ns. Seen in
 * captures over RTTs of 0.2 to 120 ms with 1 and 2 streams: `TICK_PHASE_NS` less the round trips and the packets' work
 * that went before, modulo a tick.
 */
const TICK_PHASE_NS: i64 = 2742500;
/** Round trips, and packets that the reader works on, before the first cookie is sent, and those of each further stream. */
const TRIPS_BEFORE: i64 = 7;
const PACKETS_BEFORE: i64 = 8;
const PACKETS_PER_STREAM: i64 = 3;

/** Streams that are opened after this one, before the test begins. */
function streamsAfter(flow: Flow): u32 {
  let n: u32 = 0;
  for (let i = flow.index + 1; i < state.flowCount; i++, n++) {
    const other = flowAt(i);
    if (other.kind != FLOW_TCP || other.start != flow.start) break;
  }
  return n;
}

/**
 * The cookie leaves right behind the last ACK of the handshake: a ring of one slot has no room for it. Then a loss probe
 * brings it, and the first ACK of data will tell TCP that something was lost. The server has waited for nothing else.
 */
function cookieLost(): bool {
  return device.queueLength == 1 && device.backpressure == 0;
}

/** Clock readings of the programs that pass the last cookie and its ACK on, ns. */
const HAND_OVER_NS: u64 = 4500;

/**
 * Time from the last tick of the timer to the begin of the run, ns: at that tick the reader takes the last ACK of the
 * handshake and the cookie, or the probe of the cookie leaves; their ACK begins the run.
 */
export function sinceTick(): u64 {
  const packets: u64 = cookieLost() ? 1 : 2;
  return (path.delay + path.returnDelay + packets * handshakeService() + HAND_OVER_NS) % jiffyNs();
}

/** Work of the reader on a packet of a handshake, ns. */
function handshakeService(): u64 {
  return <u64>(reader.perPacket + reader.perByte * SYN_LENGTH);
}

/** Time that the cookie of the last of `streams` streams takes beyond a round trip, ns. */
function cookieDelay(streams: u32, trip: i64, service: i64): i64 {
  const more = <i64>streams - 1;
  const tick = <i64>jiffyNs();
  const phase = TICK_PHASE_NS - (PACKETS_BEFORE + PACKETS_PER_STREAM * more) * service - (TRIPS_BEFORE + more) * trip;
  const delay = ((phase % tick) + tick) % tick;
  return delay < 2 * service ? delay + tick : delay;
}

/**
 * What the cookie, which came at `since`, leaves behind at the receiver: delayed ACKs have begun, one quick ACK is
 * spent, the window is aligned. Only differences are taken of these times, so that they may wrap around.
 */
function cookie(rcv: Receiver, since: u64): void {
  rcv.lastReceived = state.now;
  enterQuickAck(rcv);
  rcv.quick--;
  rcv.rcvWnd -= min(COOKIE, rcv.rcvWnd);
  selectWindow(rcv);
  rttMeasure(rcv);
  rcv.spaceTime = since;
  rcv.rttTime = since;
}

/**
 * Both ends as a three-way handshake leaves them: one RTT sample of an unloaded path, windows and buffers at their
 * initial sizes. The run's clock starts with the first bulk data, so the handshake itself takes no time.
 */
export function connect(flow: Flow): void {
  const tp = flow.tcp;
  tp.flow = flow;
  tp.congestion = flow.congestion;
  tp.mss = device.mtu - TCP_HEADERS;
  tp.cwnd = config.initialCwnd;
  tp.ssthresh = INFINITE_SSTHRESH;
  tp.minRttUs = 0xffffffff;
  tp.sndbuf = min(WMEM_DEFAULT, config.wmem);
  tp.wstampNs = state.now;
  tp.cwndStamp = state.now;
  reorderingInit(tp);

  const rcv = flow.receiver;
  rcv.flow = flow;
  windowInit(rcv, tp.mss);
  rcv.tsRecent = timestampMs();

  const trip = path.delay + path.returnDelay;
  const service = handshakeService();
  const later = streamsAfter(flow);
  const delay = cookieLost() ? 2 * service : <u64>cookieDelay(flow.index + later + 1, trip, service);
  const rttUs = max<u32>(<u32>toUs(trip + service), 1);
  tp.minRttUs = rttUs;
  rttEstimate(tp, rttUs);
  // The server sends nothing: what it knows of the path it has from the handshake.
  rcv.srttTicks = <u32>usToJiffies(rttUs);
  rcv.rtoTicks = <u32>usToJiffies(<u64>(tp.srttUs >> 3) + <u64>tp.rttvarUs);
  // The cookie of a stream that another one follows waits for that one's SYN only.
  rttEstimate(tp, <u32>toUs(trip + (later == 0 ? delay : 2 * service)));
  if (cookieLost()) {
    tp.tlpHighSeq = <u32>-1;
    tp.tlpRetrans = 1;
  }
  // The last one has just come; the others have waited for what followed them: a round trip, three packets each.
  let cameAgo = path.returnDelay;
  if (later != 0) cameAgo += delay - 2 * service + <u64>later * (trip + <u64>PACKETS_PER_STREAM * service);
  cookie(rcv, state.now - cameAgo);
  tp.tsRecent = timestampMsAgo(cameAgo);
  setRto(tp);
  tp.sndWnd = rcv.rcvWnd & ~(((<u32>1) << rcv.windowScale) - 1);
  tp.maxWindow = tp.sndWnd;
  sndbufExpand(tp);
  updatePacingRate(tp);
  congestionInit(tp);
}
