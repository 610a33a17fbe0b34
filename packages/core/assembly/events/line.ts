import { Packet } from '../packet';
import { NEVER } from '../state';

/**
 * A hop of constant delay: packets leave in the order in which they came, so the queue is a list
 * and the next event of the hop is its head. The cost of a packet does not depend on how many wait.
 */
@unmanaged
export class Line {
  head: Packet | null;
  tail: Packet | null;
  /** Due time and order of the head; `NEVER` when empty. */
  due: u64;
  order: u64;
  count: u32;
  pad: u32;
}

export function lineInit(line: Line): void {
  line.head = null;
  line.tail = null;
  line.due = NEVER;
  line.count = 0;
}

/** `packet.due` and `packet.order` are set, and not earlier than those of the tail. */
export function linePush(line: Line, packet: Packet): void {
  packet.next = null;
  const tail = line.tail;
  if (tail == null) {
    line.head = packet;
    line.due = packet.due;
    line.order = packet.order;
  } else {
    tail.next = packet;
  }
  line.tail = packet;
  line.count++;
}

/** The head; the line is not empty. */
export function lineShift(line: Line): Packet {
  const packet = line.head!;
  const next = packet.next;
  line.head = next;
  line.count--;
  if (next == null) {
    line.tail = null;
    line.due = NEVER;
  } else {
    line.due = next.due;
    line.order = next.order;
  }
  return packet;
}
