import { QDISC_AT } from '../memory/map';
import { Packet } from '../packet';

export const QDISC_PFIFO_FAST: u32 = 0;
export const QDISC_PFIFO: u32 = 1;
export const QDISC_NOQUEUE: u32 = 2;
export const QDISC_FQ: u32 = 4;

/** `struct Qdisc` with the fields that more than one kind needs. The host writes the first block. */
@unmanaged
export class Qdisc {
  kind: u32;
  limit: u32;

  /** Packets enqueued, bursts counting one each (`q.qlen`), the requeued one not included. */
  qlen: u32;
  pad: u32;
  head: Packet | null;
  tail: Packet | null;
  /** Dequeued but not accepted by the device: goes first (`gso_skb`). */
  requeued: Packet | null;
}

export const qdisc: Qdisc = changetype<Qdisc>(QDISC_AT);
