import { device } from '../device/device';
import { arenaAlloc } from '../memory/arena';
import { QDISC_PRIV_AT } from '../memory/map';
import { Packet } from '../packet';
import { listAppend, listShift, PacketList } from './packet_list';
import { bandOf } from './priomap';
import { DROP, qdisc, qdiscDrop, SUCCESS } from './qdisc';

/** `prio` (net/sched/sch_prio.c): bands in strict order, each a `pfifo` of `txqueuelen`. The host writes the first block. */
@unmanaged
export class Prio {
  bands: u32;
  /** Bands of the priorities 0 to 7 and 8 to 15, 4 bits each. */
  mapLow: u32;
  mapHigh: u32;

  /** `bands` lists one after the other. */
  lists: usize;
}

const sched: Prio = changetype<Prio>(QDISC_PRIV_AT);

function list(band: u32): PacketList {
  return changetype<PacketList>(sched.lists + <usize>band * offsetof<PacketList>());
}

/** `prio_tune`. */
export function prioInit(): void {
  sched.lists = arenaAlloc(<usize>sched.bands * offsetof<PacketList>());
  qdisc.limit = device.queueLength;
}

/** `prio_enqueue`. */
export function prioEnqueue(packet: Packet): i32 {
  const band = list(bandOf(packet, sched.mapLow, sched.mapHigh));
  if (band.count >= qdisc.limit) {
    qdiscDrop(packet);
    return DROP;
  }
  listAppend(band, packet);
  qdisc.qlen++;
  return SUCCESS;
}

/** `prio_dequeue`. */
export function prioDequeue(): Packet | null {
  for (let band: u32 = 0; band < sched.bands; band++) {
    const packet = listShift(list(band));
    if (packet == null) continue;
    qdisc.qlen--;
    return packet;
  }
  return null;
}
