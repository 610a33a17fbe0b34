import { afterReads, afterSleep } from '../clock';
import { scheduleBackward, scheduleBottleneck, scheduleForward, scheduleJittered } from '../events/schedule';
import { PATH_AT } from '../memory/map';
import { Packet, packetFree } from '../packet';
import { reader } from '../reader/state';
import { Rng, rngUniform } from '../rng';
import { sched } from '../sched/state';
import { returnPush } from '../sched/tunnel';
import { bottleneck, state } from '../state';
import { counters } from '../stats/counters';
import { POINT_RETURNED, traceDrop, tracePacket } from '../stats/packet_trace';
import { DROP_PATH, trace } from '../stats/trace';

/** Between the reader and the receiver, and back. The host writes the first block. */
@unmanaged
export class Path {
  /** One-way delays, ns. */
  delay: u64;
  returnDelay: u64;
  /** Bottleneck, bit/s; 0: none. */
  rate: f64;
  /** Its buffer, packets, the one in transmission included. */
  queue: u32;
  pad: u32;
  loss: f64;
  /** Uniform extra delay, 0 … jitter ns. */
  jitter: u64;
  /** On the sender's own machine, of what comes back, ns. */
  ingressDelay: u64;

  /** Packets that the ingress delays. */
  inIngress: u32;
  pad2: u32;
  /** When the bottleneck has sent all it was given, ns. */
  idleAt: u64;
  /** When the latest packet entered the way back, ns. */
  lastReturn: u64;
  lossRng: Rng;
  jitterRng: Rng;
}

export const path: Path = changetype<Path>(PATH_AT);

function drop(packet: Packet): void {
  counters.pathDrops++;
  counters.pathDropSegments += packet.segments;
  counters.inPath -= packet.segments;
  if (trace.mask != 0) traceDrop(DROP_PATH, packet, packet.seq, packet.payload, packet.segments);
  packetFree(packet);
}

/** A packet leaves the reader. */
export function pathForward(packet: Packet): void {
  if (path.loss == 0 && path.rate == 0) pathDelay(packet);
  else pathLossy(packet);
}

function pathLossy(packet: Packet): void {
  if (path.loss != 0 && rngUniform(path.lossRng) < path.loss) {
    drop(packet);
    return;
  }
  if (path.rate == 0) {
    pathDelay(packet);
    return;
  }
  if (bottleneck.count >= path.queue) {
    drop(packet);
    return;
  }
  const start = max(state.now, path.idleAt);
  path.idleAt = start + <u64>((<f64>packet.length * 8e9) / path.rate + 0.5);
  scheduleBottleneck(packet, path.idleAt);
}

/** The bottleneck has sent the packet, or there is none. */
export function pathDelay(packet: Packet): void {
  const due = sched.active ? reader.doneAt + path.delay : afterSleep(state.due + path.delay);
  if (path.jitter == 0) scheduleForward(packet, due);
  else jitter(packet, due);
}

function jitter(packet: Packet, due: u64): void {
  scheduleJittered(packet, due + <u64>(rngUniform(path.jitterRng) * <f64>path.jitter));
}

/** An ACK or a reply on its way back: no queue, no loss. The far end has read its clock `reads` times by then. */
export function pathReturn(packet: Packet, reads: u32): void {
  if (sched.active) {
    returnPush(packet);
    return;
  }
  // The far end's delay line takes packets in order.
  path.lastReturn = max(path.lastReturn, afterReads(reads + state.deliveryReads));
  const due = path.lastReturn + path.returnDelay;
  scheduleBackward(packet, state.watched == 0 ? due : watchedReturn(packet, due));
}

function watchedReturn(packet: Packet, due: u64): u64 {
  if (trace.mask != 0) tracePacket(POINT_RETURNED, packet);
  return afterSleep(due);
}
