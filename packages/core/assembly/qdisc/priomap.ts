import { Flow } from '../flow';
import { CONTROL, Packet } from '../packet';

/** A priomap: the band of each of the 16 priorities (`skb->priority & TC_PRIO_MAX`), 4 bits each. */

/** `sch_default_prio2band`, and the default of tc-prio(8): 1 2 2 2 1 2 0 0, then 1 eight times. */
export const DEFAULT_MAP_LOW: u32 = 0x00212221;
export const DEFAULT_MAP_HIGH: u32 = 0x11111111;

const TC_PRIO_MAX: u32 = 15;

export function bandOf(packet: Packet, mapLow: u32, mapHigh: u32): u32 {
  const priority = packet.kind == CONTROL ? 0 : changetype<Flow>(packet.flow).priority & TC_PRIO_MAX;
  return ((priority < 8 ? mapLow : mapHigh) >> ((priority & 7) << 2)) & 15;
}
