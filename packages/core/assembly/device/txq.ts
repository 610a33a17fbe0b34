import { TXQ_AT } from '../memory/map';
import { PtrRing } from '../ring/ptr_ring';
import { Histogram } from '../stats/histogram';

/** One queue of the device: `struct netdev_queue` and the `struct tun_file` at its other end, with what they count. */
@unmanaged
export class Txq {
  /** `__QUEUE_STATE_DRV_XOFF`. */
  stopped: u32;
  /** Entries consumed while stopped (`cons_cnt`). */
  consumedSinceStop: u32;
  ring: PtrRing;
  /** Unread entries over time, and time until they were read, ns. */
  occupancy: Histogram;
  sojourn: Histogram;
  /** Times of the occupancies that are not in the histogram yet (stats/occupancy.ts), and when the present one began, ns. */
  levels: usize;
  occupancySince: u64;

  /** When it stopped, and woke, last, ns. */
  stoppedAt: u64;
  wokenAt: u64;

  stops: u64;
  wakes: u64;
  /** Entries, and in `dropSegments` the segments of them. */
  produced: u64;
  consumed: u64;
  drops: u64;
  dropSegments: u64;
}

export const txq: Txq = changetype<Txq>(TXQ_AT);
