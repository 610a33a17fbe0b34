import { READER_AT } from '../memory/map';
import { Packet } from '../packet';
import { Rng } from '../rng';

export const SERVICE_CONSTANT: u32 = 0;
export const SERVICE_EXPONENTIAL: u32 = 1;

export const READER_ASLEEP: u32 = 0;
export const READER_WAKING: u32 = 1;
export const READER_WORKING: u32 = 2;
/** Done with a packet, about to look into the ring (only where reading the clock takes time). */
export const READER_LOOKING: u32 = 3;
/** At work on a packet that came back, for the sender. */
export const READER_RETURNING: u32 = 4;
/** Done with a packet for which the second stage has no room. */
export const READER_BLOCKED: u32 = 5;

/** Who works on packets that come back: another thread that takes no time of the reader's. */
export const RETURNS_APART: u32 = 0;
/** The reader's own loop, before it looks at the device. */
export const RETURNS_FIRST: u32 = 1;
/** Whoever gets a lock that the reader holds while there is something to read. */
export const RETURNS_LAST: u32 = 2;

/** The process, thread or vhost worker at the other end of a ring. The host writes the first block. */
@unmanaged
export class Reader {
  service: u32;
  batch: u32;
  /** ns. */
  perPacket: f64;
  /** ns per byte. */
  perByte: f64;
  wakeup: u64;
  queueWakeup: u64;
  /** vhost-net: a signal to the guest, ns. */
  notify: u64;
  /** Mean time between stalls and their length, ns; interval 0: none. */
  stallInterval: u64;
  stallLength: u64;
  /** Work on a packet that comes back, unless that is done apart, ns. */
  perReturn: f64;
  /**
   * Second stage: work on an entry, ns, and on a byte of it (both 0: none), and the entries that wait for it at most, the
   * one in work included.
   */
  sendPerPacket: f64;
  sendPerByte: f64;
  sendQueue: u32;
  returns: u32;

  /** 1: a reader as most are, whose turns are short (`plainTurn`). */
  plain: u32;
  /** Bytes of the entry that was worked on last, and the time that it took, ns: constant work is reckoned once. */
  workBytes: u32;
  workNs: u64;
  /** CPU time that softirqs have taken from the reader since its last work began, ns. */
  debt: u64;
  /** When work on the last packet ended, ns. */
  doneAt: u64;
  phase: u32;
  /** Entries taken from the ring and not yet done, the first being worked on. */
  handCount: u32;
  handHead: Packet | null;
  handTail: Packet | null;
  /** Packets that came back and wait for the loop, the first being worked on in READER_RETURNING. */
  returnHead: Packet | null;
  returnTail: Packet | null;
  returnCount: u32;
  /** What the reader has worked on in its turn. */
  turnPackets: u32;
  turnBytes: u32;
  /** Of the guest's buffers, those that it has not been told of. */
  turnHeads: u32;
  /** Its CPU has been charged for a softirq in this turn. */
  raised: u32;
  /** Entries that have been read, of `txq.consumed`, when all are that the ring held before that softirq. */
  raisedUntil: u64;
  /** Packets in the second stage, the first being worked on. */
  outHead: Packet | null;
  outTail: Packet | null;
  outCount: u32;
  /** Start of the next stall, ns. */
  nextStall: u64;
  serviceRng: Rng;
  stallRng: Rng;
}

export const reader: Reader = changetype<Reader>(READER_AT);
