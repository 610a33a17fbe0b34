import { arenaAlloc } from '../memory/arena';
import { QDISC_PRIV_AT } from '../memory/map';
import { Packet } from '../packet';
import { listAppend, listShift, PacketList } from './packet_list';
import { DROP, qdisc, qdiscDrop, requeuedCount, SUCCESS } from './qdisc';

/** `pfifo` (net/sched/sch_fifo.c): a list bounded in packets. */
@unmanaged
class Pfifo {
  list: PacketList;
}

const sched: Pfifo = changetype<Pfifo>(QDISC_PRIV_AT);

export function pfifoInit(): void {
  sched.list = changetype<PacketList>(arenaAlloc(offsetof<PacketList>()));
}

/** `pfifo_enqueue`. What was requeued takes room. */
export function pfifoEnqueue(packet: Packet): i32 {
  if (qdisc.qlen + requeuedCount() >= qdisc.limit) {
    qdiscDrop(packet);
    return DROP;
  }
  listAppend(sched.list, packet);
  qdisc.qlen++;
  return SUCCESS;
}

export function pfifoDequeue(): Packet | null {
  const packet = listShift(sched.list);
  if (packet != null) qdisc.qlen--;
  return packet;
}
