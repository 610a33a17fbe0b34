import { device } from '../device/device';
import { heapPush } from '../events/heap';
import { EVENT_OUTBOUND } from '../events/kinds';
import { Packet } from '../packet';
import { pathForward } from '../path/path';
import { state } from '../state';
import { counters } from '../stats/counters';
import { reader } from './state';

/**
 * The second stage of a reader that works in two: what one thread has read waits in a queue of fixed length for the one
 * that sends it, and a full queue makes the first wait (wireguard-go: `peer.queue.outbound`, `RoutineSequentialSender`).
 */

export function twoStages(): bool {
  return reader.sendPerPacket != 0 || reader.sendPerByte != 0;
}

/** True where there is a second stage without room. */
export function outboundFull(): bool {
  return twoStages() && reader.outCount >= reader.sendQueue;
}

/** A packet leaves the first stage; there is room, or no second stage. */
export function outboundPush(packet: Packet): void {
  if (twoStages()) enqueue(packet);
  else send(packet);
}

function enqueue(packet: Packet): void {
  packet.next = null;
  const tail = reader.outTail;
  if (tail == null) reader.outHead = packet;
  else tail.next = packet;
  reader.outTail = packet;
  if (++reader.outCount == 1) schedule();
}

/** The second stage is done with the first packet in the queue. */
export function onOutbound(): void {
  const packet = reader.outHead!;
  const next = packet.next;
  reader.outHead = next;
  if (next == null) reader.outTail = null;
  if (--reader.outCount != 0) schedule();
  send(packet);
}

function schedule(): void {
  const work = reader.sendPerPacket + reader.sendPerByte * <f64>reader.outHead!.length;
  heapPush(state.due + max<u64>(<u64>(work + 0.5), 1), state.order++, EVENT_OUTBOUND, device.current);
}

function send(packet: Packet): void {
  counters.inReader -= packet.segments;
  counters.inPath += packet.segments;
  pathForward(packet);
}
