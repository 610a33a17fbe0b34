import { txq } from '../device/txq';
import { state } from '../state';
import { histogramAdd } from './histogram';

/** The ring held `unread` entries until now; it is about to hold another number. */
export function occupancyChange(unread: u32): void {
  const now = state.now;
  const since = txq.occupancySince;
  if (now == since) return;
  histogramAdd(txq.occupancy, unread, now - since);
  txq.occupancySince = now;
}
