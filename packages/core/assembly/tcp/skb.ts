import { arenaAlloc } from '../memory/arena';
import { state } from '../state';

/** `TCP_SKB_CB(skb)->sacked`. */
export const SACKED_ACKED: u8 = 1;
export const SACKED_RETRANS: u8 = 2;
export const LOST: u8 = 4;
export const EVER_RETRANS: u8 = 8;
export const RETRANS: u8 = SACKED_RETRANS | EVER_RETRANS;
/** `TCPCB_TAGBITS`. */
export const TAGBITS: u8 = SACKED_ACKED | SACKED_RETRANS | LOST;

/**
 * A piece of the stream on the sender's side, as an skb of the write queue or the retransmit queue:
 * up to 64 KiB that were, or will be, sent in one burst and share one time of sending.
 */
@unmanaged
export class TcpSkb {
  /** Order of sequence numbers, over the retransmit queue and then the write queue. */
  next: TcpSkb | null;
  prev: TcpSkb | null;
  /** Order of sending (`tcp_tsorted_anchor`); both null when not in that list. */
  later: TcpSkb | null;
  earlier: TcpSkb | null;
  seq: u32;
  endSeq: u32;
  /** Segments (`tcp_skb_pcount`); 0 before the first sending. */
  pcount: u32;
  /** MSS it was cut by. */
  mss: u32;
  sacked: u8;
  /** In the list ordered by time of sending. */
  sorted: u8;
  push: u8;
  pad: u8;
  truesize: u32;
  /** `skb_mstamp_ns`, ns: when it leaves; with sch_fq that may lie ahead. */
  sentAt: u64;
  /** State of the connection when it was sent (`TCP_SKB_CB(skb)->tx`), see rate.ts. Times in ns. */
  firstTxAt: u64;
  /** 0: this skb has given its sample. */
  deliveredAt: u64;
  delivered: u32;
  appLimited: u32;
}

const CHUNK: u32 = 64;

/** An skb with everything zero. */
export function skbAlloc(): TcpSkb {
  const size = <usize>offsetof<TcpSkb>();
  if (state.freeSkbs == 0) {
    const at = arenaAlloc(size * CHUNK);
    for (let i: u32 = 0; i < CHUNK; i++) {
      const p = at + size * (CHUNK - 1 - i);
      store<usize>(p, state.freeSkbs);
      state.freeSkbs = p;
    }
  }
  const p = state.freeSkbs;
  state.freeSkbs = load<usize>(p);
  // Not by memory.fill, which in V8 is a call out of WebAssembly.
  store<u64>(p, 0);
  store<u64>(p, 0, 8);
  store<u64>(p, 0, 16);
  store<u64>(p, 0, 24);
  store<u64>(p, 0, 32);
  store<u64>(p, 0, 40);
  store<u64>(p, 0, 48);
  store<u64>(p, 0, 56);
  store<u64>(p, 0, 64);
  assert(size == 72);
  return changetype<TcpSkb>(p);
}

export function skbFree(skb: TcpSkb): void {
  const p = changetype<usize>(skb);
  store<usize>(p, state.freeSkbs);
  state.freeSkbs = p;
}
