import { state } from '../state';
import { counters } from './counters';
import { histogramAdd } from './histogram';

/** The ring held `unread` entries until now; it is about to hold another number. */
export function occupancyChange(unread: u32): void {
  const now = state.now;
  const since = counters.occupancySince;
  if (now == since) return;
  histogramAdd(counters.occupancy, unread, now - since);
  counters.occupancySince = now;
}
