import { device } from '../device/device';
import { Flow, flowAt } from '../flow';
import { path } from '../path/path';
import { netemDelay } from '../qdisc/netem';
import { QDISC_NETEM, qdisc } from '../qdisc/qdisc';
import { reader } from '../reader/state';
import { sched } from '../sched/state';
import { state } from '../state';
import { initialJiffies, jiffyNs } from '../tcp/jiffies';

/**
 * What happens between the control connection's SYN and the bulk data, as far as it shows later: how long ago the two
 * ends last heard of each other, and where in a timer tick the run begins.
 */

/** A SYN with its options, bytes of IP. */
const SYN_LENGTH: f64 = 60;
/**
 * From the boot of the machine to the begin of the test, less the round trips and the packets' work that go before: a
 * number of the kernel cells, ns. Seen in lab runs over RTTs of 0.2 to 151 ms with 1 to 4 streams. The reader takes the
 * last cookie at a tick of the scheduler, until which another process has the only CPU.
 */
const BOOT_NS: i64 = 665257500;
/** Round trips, and packets that the reader works on, before the first cookie is sent, and those of each further stream. */
const TRIPS_BEFORE: i64 = 7;
const PACKETS_BEFORE: i64 = 8;
/** SYN, ACK, cookie. */
export const PACKETS_PER_STREAM: i64 = 3;
/** Clock readings in the course of opening a stream, ns. */
const STREAM_READS_NS: i64 = 2000;
/** Time between the pings before; if the round trip is longer, one of them less is waited for. */
const PING_INTERVAL_NS: i64 = 100000000;
/** Clock readings of the programs that pass the cookie, its ACK and the first write on, ns. */
const HAND_OVER_NS: u64 = 8000;
/** The same, where each process takes its turns (sched/). */
const HAND_OVER_OF_THREADS_NS: u64 = 7169;
const HAND_OVER_ONE_ACK_NS: u64 = 7425;
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

/** When the cookie of the last of `streams` streams leaves, from the boot on. */
function cookieSentAt(streams: u32): i64 {
  const fewer: i64 = roundTrip() > PING_INTERVAL_NS ? 1 : 0;
  const before = (PACKETS_BEFORE - fewer) * handshakeService() + (TRIPS_BEFORE - fewer) * roundTrip();
  return BOOT_NS + before + (<i64>streams - 1) * openStream();
}

/** Time that the cookie of the last of `streams` streams takes beyond a round trip, ns. */
export function cookieDelay(streams: u32): i64 {
  const service = handshakeService();
  if (cookieLost()) return 2 * service;
  const tick = <i64>jiffyNs();
  const delay = tick - 1 - ((cookieSentAt(streams) - 1) % tick);
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
 * The kernel's clock in ticks when the run begins, `untilWrite` before the first bulk data, ns: a round trip after the
 * tick at which the reader takes the last ACK of the handshake and the cookie. Slots of the timer wheel above its lowest
 * level are several ticks long, so that the count matters, too, not only the phase. If the cookie is lost, its probe
 * leaves at a tick, which is not counted.
 */
export function jiffiesAtStart(streams: u32, untilWrite: u64): u64 {
  const service = handshakeService();
  if (cookieLost()) return (<u64>(roundTrip() + service) + HAND_OVER_NS - untilWrite) % jiffyNs();
  const taken = <u64>(cookieSentAt(streams) + cookieDelay(streams) + roundTrip() + 2 * service);
  return taken + handOver() - untilWrite + initialJiffies() * jiffyNs();
}

function handOver(): u64 {
  if (!sched.active) return HAND_OVER_NS;
  return state.lateAcks == 1 ? HAND_OVER_ONE_ACK_NS : HAND_OVER_OF_THREADS_NS;
}
