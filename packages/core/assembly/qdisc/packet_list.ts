import { Packet } from '../packet';

/** `struct qdisc_skb_head`: skbs in a row. */
@unmanaged
export class PacketList {
  head: Packet | null;
  tail: Packet | null;
  count: u32;
}

/** `qdisc_enqueue_tail`. */
export function listAppend(list: PacketList, packet: Packet): void {
  packet.next = null;
  const tail = list.tail;
  if (tail == null) list.head = packet;
  else tail.next = packet;
  list.tail = packet;
  list.count++;
}

/** `qdisc_dequeue_head`. */
export function listShift(list: PacketList): Packet | null {
  const packet = list.head;
  if (packet == null) return null;
  list.head = packet.next;
  if (list.head == null) list.tail = null;
  list.count--;
  return packet;
}
