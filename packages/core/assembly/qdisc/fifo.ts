import { Packet } from '../packet';
import { DROP, qdisc, qdiscDrop, requeuedCount, SUCCESS } from './qdisc';

/**
 * `pfifo_fast` and `pfifo`: a list bounded in packets. All traffic here has priority 0 and so lies in band 1 of
 * `pfifo_fast`, whose bands are `txqueuelen` packets long each and are resized with it.
 */

function append(packet: Packet): i32 {
  packet.next = null;
  const tail = qdisc.tail;
  if (tail == null) qdisc.head = packet;
  else tail.next = packet;
  qdisc.tail = packet;
  qdisc.qlen++;
  return SUCCESS;
}

/** `pfifo_fast_enqueue`. */
export function fifoEnqueue(packet: Packet): i32 {
  if (qdisc.qlen < qdisc.limit) return append(packet);
  qdiscDrop(packet);
  return DROP;
}

/** `pfifo_enqueue`: unlike in `pfifo_fast`, what was requeued takes room. */
export function pfifoEnqueue(packet: Packet): i32 {
  if (qdisc.qlen + requeuedCount() < qdisc.limit) return append(packet);
  qdiscDrop(packet);
  return DROP;
}

export function fifoDequeue(): Packet | null {
  const packet = qdisc.head;
  if (packet == null) return null;
  qdisc.head = packet.next;
  if (qdisc.head == null) qdisc.tail = null;
  qdisc.qlen--;
  return packet;
}
