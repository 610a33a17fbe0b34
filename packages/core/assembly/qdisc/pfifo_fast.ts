import { device } from '../device/device';
import { arenaAlloc } from '../memory/arena';
import { QDISC_PRIV_AT } from '../memory/map';
import { Packet } from '../packet';
import { PRODUCED, PtrRing, ringConsume, ringInit, ringProduce } from '../ring/ptr_ring';
import { bandOf, DEFAULT_MAP_HIGH, DEFAULT_MAP_LOW } from './priomap';
import { DROP, qdisc, qdiscDrop, SUCCESS } from './qdisc';

/**
 * `pfifo_fast` (net/sched/sch_generic.c): three bands in strict order. It works without a lock, so a band is a ptr_ring
 * (`skb_array`) of `txqueuelen` slots, which frees its slots in batches like the ring of the device.
 */
@unmanaged
class PfifoFast {
  /** `PFIFO_FAST_BANDS` rings one after the other. */
  rings: usize;
}

const BANDS: u32 = 3;

const sched: PfifoFast = changetype<PfifoFast>(QDISC_PRIV_AT);

function ring(band: u32): PtrRing {
  return changetype<PtrRing>(sched.rings + <usize>band * offsetof<PtrRing>());
}

/** `pfifo_fast_init`. */
export function pfifoFastInit(): void {
  sched.rings = arenaAlloc(<usize>BANDS * offsetof<PtrRing>());
  for (let band: u32 = 0; band < BANDS; band++) ringInit(ring(band), device.queueLength);
}

/** `pfifo_fast_enqueue`. */
export function pfifoFastEnqueue(packet: Packet): i32 {
  const band = bandOf(packet, DEFAULT_MAP_LOW, DEFAULT_MAP_HIGH);
  if (ringProduce(ring(band), changetype<usize>(packet)) != PRODUCED) {
    qdiscDrop(packet);
    return DROP;
  }
  qdisc.qlen++;
  return SUCCESS;
}

/** `pfifo_fast_dequeue`. */
export function pfifoFastDequeue(): Packet | null {
  if (qdisc.qlen == 0) return null;
  for (let band: u32 = 0; band < BANDS; band++) {
    const entry = ringConsume(ring(band));
    if (entry == 0) continue;
    qdisc.qlen--;
    return changetype<Packet>(entry);
  }
  return null;
}
