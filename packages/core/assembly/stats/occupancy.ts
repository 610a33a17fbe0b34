import { txq } from '../device/txq';
import { arenaAlloc } from '../memory/arena';
import { state } from '../state';
import { histogramAdd } from './histogram';

/**
 * How long the ring held how many unread entries: a time for each number, which becomes part of the histogram when somebody
 * asks. It changes with every packet.
 */

function level(unread: u32): usize {
  return txq.levels + ((<usize>unread) << 3);
}

/** Times for 0 … `size` entries, none so far. */
export function occupancyInit(size: u32): void {
  txq.levels = arenaAlloc((<usize>size + 1) << 3);
}

/** The ring held `unread` entries until now; it is about to hold another number. */
export function occupancyChange(unread: u32): void {
  const now = state.now;
  const at = level(unread);
  store<u64>(at, load<u64>(at) + (now - txq.occupancySince));
  txq.occupancySince = now;
}

/** Brings the histogram up to the present. */
export function occupancySettle(): void {
  const ring = txq.ring;
  occupancyChange(ring.unread);
  for (let unread: u32 = 0; unread <= ring.size; unread++) {
    const time = load<u64>(level(unread));
    if (time == 0) continue;
    histogramAdd(txq.occupancy, unread, time);
    store<u64>(level(unread), 0);
  }
}
