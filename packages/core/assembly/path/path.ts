import { afterReads, afterSleep, readClock } from '../clock';
import { scheduleBackward, scheduleBottleneck, scheduleForward, scheduleJittered } from '../events/schedule';
import { Flow } from '../flow';
import { PATH_AT } from '../memory/map';
import { Packet, packetFree } from '../packet';
import { Rng, rngUniform } from '../rng';
import { backward, bottleneck, state } from '../state';
import { counters } from '../stats/counters';
import { DROP_PATH, TRACE_DROP, traceWants, traceWrite } from '../stats/trace';

/** Clock readings of the far end's reader for a packet. */
const READS_TO_RETURN: u32 = 1;

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
  if (traceWants(TRACE_DROP)) {
    const index = changetype<Flow>(packet.flow).index;
    traceWrite(TRACE_DROP, DROP_PATH, index, packet.seq, packet.payload, packet.segments, 0, 0);
  }
  packetFree(packet);
}

/** A packet leaves the reader. */
export function pathForward(packet: Packet): void {
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
  const due = afterSleep(state.due + path.delay);
  if (path.jitter == 0) scheduleForward(packet, due);
  else scheduleJittered(packet, due + <u64>(rngUniform(path.jitterRng) * <f64>path.jitter));
}

/**
 * An ACK or a reply on its way back: no queue, no loss. The far end's reader takes it up at once when no process runs, and
 * from `returnTurn` while one delivers (app/delivery.ts).
 */
export function pathReturn(packet: Packet): void {
  if (state.delivering == 0) {
    sendBack(packet, afterReads(READS_TO_RETURN));
    // A process that has the CPU for itself alone is owed nothing.
    state.returnLag = 0;
    return;
  }
  packet.next = null;
  const tail = state.returnTail;
  if (tail == null) state.returnHead = packet;
  else tail.next = packet;
  state.returnTail = packet;
}

/** The far end's reader has the CPU until it has nothing more to read, and then, if it had nothing before, its writer. */
export function returnTurn(): void {
  let packet = state.returnHead;
  state.returnHead = null;
  state.returnTail = null;
  const idle = backward.count == 0;
  while (packet != null) {
    const next = packet.next;
    readClock(READS_TO_RETURN);
    sendBack(packet, state.now);
    packet = next;
  }
  if (idle) readClock(1);
}

function sendBack(packet: Packet, taken: u64): void {
  // The far end's delay line takes packets in order.
  path.lastReturn = max(path.lastReturn, taken);
  scheduleBackward(packet, afterSleep(path.lastReturn + path.returnDelay));
}
