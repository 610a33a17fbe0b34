import { config } from '../config';
import { device } from '../device/device';
import { Flow } from '../flow';
import { ACK_STATE_AT } from '../memory/map';
import { TCP_HEADERS } from '../packet';
import { path } from '../path/path';
import { QDISC_FQ, qdisc } from '../qdisc/qdisc';
import { enterQuickAck } from '../receiver/ack';
import { Receiver } from '../receiver/receiver';
import { offer, rttMeasure, selectWindow, windowInit } from '../receiver/window';
import { state } from '../state';
import { TRACE_OPEN, TRACE_PACKET, traceWants, traceWrite } from '../stats/trace';
import { AckState } from '../tcp/ack_state';
import { congestionAcked, congestionControlOwn, congestionHasOwnControl, congestionInit } from '../tcp/congestion';
import { WMEM_DEFAULT } from '../tcp/constants';
import { jiffiesAgo, timestampMs, usToJiffies } from '../tcp/jiffies';
import { updatePacingRate } from '../tcp/pacing';
import { reorderingInit } from '../tcp/rack';
import { rttEstimate, setRto } from '../tcp/rtt';
import { sndbufExpand } from '../tcp/sndbuf';
import { INFINITE_SSTHRESH, PACING_FQ, Tcp, toUs } from '../tcp/tcp';
import { cookieDelay, cookieLost, handshakeService, openStream, roundTrip, streamsAfter } from './handshake';

/** iperf3 opens a stream with a 37-byte cookie, which has been acknowledged when the bulk data begin. */
const COOKIE: u32 = 37;
/** The last ACK of a handshake and the cookie. */
const HANDSHAKE_TAIL: u64 = 2;
/**
 * What the cookie, which came `ago` ns before now, leaves behind at the receiver: delayed ACKs have begun, one quick ACK is
 * spent, the window is aligned. Only differences are taken of these times, so that they may wrap around.
 */
function cookie(rcv: Receiver, ago: u64): void {
  const since = state.now - ago;
  rcv.lastReceived = jiffiesAgo(ago);
  enterQuickAck(rcv);
  rcv.quick--;
  // Measured with the window of the SYN-ACK: this is before the cookie's own ACK.
  rttMeasure(rcv);
  rcv.rcvWnd -= min(COOKIE, rcv.rcvWnd);
  selectWindow(rcv, offer(rcv));
  // The buffer's first round began with the ACK before: without an RTT yet, reading the cookie did not end it.
  rcv.spaceTime = since - <u64>handshakeService();
  rcv.spaceSeq = -COOKIE;
  rcv.rttTime = since;
  // tcp_rcv_rtt_measure_ts remembers whose time it echoed, too short as it was: the SYN-ACK's, often that of its own ACK.
  if (!cookieLost()) rcv.lastTsecr = timestampMs(since - <u64>roundTrip() - HANDSHAKE_TAIL * <u64>handshakeService());
}

/** The first ACK of data: what a congestion control with a model of its own learns from it. */
function cookieAcked(tp: Tcp, rttUs: u32): void {
  rttEstimate(tp, rttUs);
  setRto(tp);
  if (rttUs < tp.minRttUs) tp.minRttUs = rttUs;
  congestionAcked(tp, rttUs);
  tp.delivered++;
  if (!congestionHasOwnControl(tp)) {
    updatePacingRate(tp);
    return;
  }
  const ack = changetype<AckState>(ACK_STATE_AT);
  tp.deliveredAt = state.now;
  ack.priorDelivered = tp.delivered - 1;
  ack.delivered = 1;
  ack.intervalUs = <i64>rttUs;
  ack.rttUs = <i64>rttUs;
  ack.ackedSacked = 1;
  ack.losses = 0;
  ack.priorInFlight = 1;
  // It was all there was to send, and shorter than a segment.
  ack.appLimited = 1;
  ack.ackDelayed = 1;
  congestionControlOwn(tp, ack);
}

/** The handshake and the cookie, which nothing has simulated, for a capture. */
function traceOpen(tp: Tcp, rcv: Receiver, offered: u32, rttUs: u32, cameAgo: u64): void {
  const service = <u64>handshakeService();
  const back = path.returnDelay + path.ingressDelay;
  const there = <u64>roundTrip() - back + HANDSHAKE_TAIL * service;
  const index = tp.flow.index;
  const windows = min<u32>(offered, 0xffff) | ((tp.sndWnd >> rcv.windowScale) << 16);
  const came = <u32>toUs(cameAgo);
  traceWrite(TRACE_OPEN, rcv.windowScale, index, rttUs, came, windows, tp.mss, timestampMs(state.now));
  traceWrite(TRACE_OPEN, 0xff, index, <u32>toUs(there), <u32>toUs(back), <u32>service, 0, 0);
}

/**
 * Both ends as a three-way handshake leaves them: one RTT sample of an unloaded path, windows and buffers at their
 * initial sizes. The run's clock starts with the first bulk data, so the handshake itself takes no time.
 */
export function connect(flow: Flow): void {
  const tp = flow.tcp;
  tp.flow = flow;
  tp.mss = device.mtu - TCP_HEADERS;
  tp.cwnd = config.initialCwnd;
  tp.ssthresh = INFINITE_SSTHRESH;
  tp.minRttUs = 0xffffffff;
  tp.sndbuf = min(WMEM_DEFAULT, config.wmem);
  tp.wstampNs = state.now;
  tp.lastSentAt = state.now;
  // The SYN was delivered; the cookie was sent, and is acknowledged below.
  tp.delivered = 1;
  tp.dataSegsOut = 1;
  tp.cwndStamp = state.now;
  reorderingInit(tp);

  const rcv = flow.receiver;
  rcv.flow = flow;
  windowInit(rcv, tp.mss);
  const offered = rcv.rcvWnd;
  rcv.tsRecent = timestampMs(state.now);

  const trip = <u64>roundTrip();
  const service = handshakeService();
  const later = streamsAfter(flow);
  const delay = <u64>cookieDelay(flow.index + later + 1);
  // The SYN of a further stream goes behind the last ACK and the cookie of the one before.
  const ahead: u64 = flow.index == 0 ? 0 : HANDSHAKE_TAIL;
  const rttUs = max<u32>(<u32>toUs(trip + (ahead + 1) * service), 1);
  tp.minRttUs = rttUs;
  rttEstimate(tp, rttUs);
  // The server sends nothing: what it knows of the path it has from the handshake.
  rcv.srttTicks = <u32>usToJiffies(rttUs);
  rcv.srttUs8 = max<u32>(<u32>toUs(trip + service), 1) << 3;
  rcv.rtoTicks = <u32>usToJiffies(<u64>(tp.srttUs >> 3) + <u64>tp.rttvarUs);
  sndbufExpand(tp);
  // The handshake went through the qdisc: sch_fq has taken the socket's pacing over.
  if (qdisc.kind == QDISC_FQ) tp.pacingStatus = PACING_FQ;
  // iperf3 chooses the congestion control here, with the cookie on its way.
  tp.congestion = flow.congestion;
  congestionInit(tp, <u32>toUs(trip * (<u64>later + 1) + delay));
  if (cookieLost()) {
    // Of a probe, the timestamp option tells the RTT, in whole milliseconds.
    cookieAcked(tp, max<u32>(rttUs / 1000, 1) * 1000);
    tp.tlpHighSeq = <u32>-1;
    tp.tlpRetrans = 1;
  } else {
    // The cookie of a stream that another one follows waits for that one's SYN only.
    cookieAcked(tp, <u32>toUs(trip + (later == 0 ? delay : 2 * service)));
  }
  // The last one has just come; the others have waited for what followed them: a round trip, three packets each.
  let cameAgo = path.returnDelay;
  if (later != 0) cameAgo += delay - 2 * service + <u64>later * <u64>openStream();
  cookie(rcv, cameAgo);
  tp.tsRecent = timestampMs(state.now - cameAgo);
  tp.sndWnd = rcv.rcvWnd & ~(((<u32>1) << rcv.windowScale) - 1);
  tp.maxWindow = tp.sndWnd;
  if (traceWants(TRACE_PACKET)) traceOpen(tp, rcv, offered, rttUs, cameAgo);
}
