import { Packet } from '../packet';
import { qdisc } from './qdisc';

/**
 * `pfifo_fast` and `pfifo`: a list bounded in packets. All traffic here has priority 0 and so lies in band 1 of
 * `pfifo_fast`, whose bands are `txqueuelen` packets long each and are resized with it.
 */

/** False: no room, the packet stays with the caller. */
export function fifoEnqueue(packet: Packet): bool {
  if (qdisc.qlen >= qdisc.limit) return false;
  packet.next = null;
  const tail = qdisc.tail;
  if (tail == null) qdisc.head = packet;
  else tail.next = packet;
  qdisc.tail = packet;
  qdisc.qlen++;
  return true;
}

export function fifoDequeue(): Packet | null {
  const packet = qdisc.head;
  if (packet == null) return null;
  qdisc.head = packet.next;
  if (qdisc.head == null) qdisc.tail = null;
  qdisc.qlen--;
  return packet;
}
