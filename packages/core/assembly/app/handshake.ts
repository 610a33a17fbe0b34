import { device } from '../device/device';
import { Flow, flowAt } from '../flow';
import { path } from '../path/path';
import { netemDelay } from '../qdisc/netem';
import { QDISC_NETEM, qdisc } from '../qdisc/qdisc';
import { reader } from '../reader/state';
import { jiffyNs } from '../tcp/jiffies';

/**
 * What happens between the control connection's SYN and the bulk data, as far as it shows later: how long ago the two
 * ends last heard of each other, and where in a timer tick the run begins.
 */

/** A SYN with its options, bytes of IP. */
const SYN_LENGTH: f64 = 60;
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
/** SYN, ACK, cookie. */
export const PACKETS_PER_STREAM: i64 = 3;
/** Clock readings in the course of opening a stream, ns. */
const STREAM_READS_NS: i64 = 2000;
/** Time between the pings before; if the round trip is longer, one packet less. Seen at 104 to 180 ms with 1 to 8 streams. */
const PING_INTERVAL_NS: i64 = 100000000;
/** Clock readings of the programs that pass the cookie, its ACK and the first write on, ns. */
const HAND_OVER_NS: u64 = 8000;
/** `TCP_DELACK_MIN`, ns. */
const DELACK_NS: i64 = 40000000;

/** Streams that are opened after this one, before the test begins. */
export function streamsAfter(flow: Flow): u32 {
  return flow.process + flowAt(flow.process).streams - flow.index - 1;
}

/** The path there and back, and what a netem above the device adds, ns. */
export function roundTrip(): i64 {
  const above = qdisc.kind == QDISC_NETEM ? netemDelay() : 0;
  return <i64>(path.delay + path.returnDelay + path.ingressDelay + above);
}

/** Time from one stream's SYN to that of the next, ns. */
export function openStream(): i64 {
  return roundTrip() + PACKETS_PER_STREAM * handshakeService() + STREAM_READS_NS;
}

/** Work of the reader on a packet of a handshake, ns. */
export function handshakeService(): i64 {
  return <i64>(reader.perPacket + reader.perByte * SYN_LENGTH);
}

/**
 * The cookie leaves right behind the last ACK of the handshake: a ring of one slot has no room for it. Then a loss probe
 * brings it, and the first ACK of data will tell TCP that something was lost. The server has waited for nothing else.
 */
export function cookieLost(): bool {
  return device.queueLength == 1 && device.backpressure == 0;
}

/** Time that the cookie of the last of `streams` streams takes beyond a round trip, ns. */
export function cookieDelay(streams: u32): i64 {
  const service = handshakeService();
  if (cookieLost()) return 2 * service;
  const more = <i64>streams - 1;
  const tick = <i64>jiffyNs();
  const packets = PACKETS_BEFORE - (roundTrip() > PING_INTERVAL_NS ? 1 : 0);
  const phase = TICK_PHASE_NS - packets * service - TRIPS_BEFORE * roundTrip() - more * openStream();
  const delay = ((phase % tick) + tick) % tick;
  return delay < 2 * service ? delay + tick : delay;
}

/**
 * True if the client's delayed ACK for the message that asks for the streams leaves before they are all open: after
 * 40 ms, at a tick. If not, one ACK serves for that and for the messages that begin the test.
 */
export function controlAcked(streams: u32): bool {
  const service = handshakeService();
  const tick = <i64>jiffyNs();
  const open = <i64>streams * openStream() + cookieDelay(streams) - 2 * service;
  const ack = open + ((DELACK_NS - open) / tick) * tick;
  return (ack > DELACK_NS ? ack : ack + tick) < open + roundTrip();
}

/**
 * Time from the last tick of the timer to the begin of the run, `untilWrite` before the first bulk data, ns: at that
 * tick the reader takes the last ACK of the handshake and the cookie, or the probe of the cookie leaves.
 */
export function sinceTick(untilWrite: u64): u64 {
  const packets: i64 = cookieLost() ? 1 : 2;
  return (<u64>(roundTrip() + packets * handshakeService()) + HAND_OVER_NS - untilWrite) % jiffyNs();
}
