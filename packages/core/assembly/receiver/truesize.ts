import { config } from '../config';
import { Packet, TCP_HEADERS } from '../packet';

/**
 * Memory that a received packet occupies (`skb->truesize`): what the receive buffer is charged, and by its ratio to the
 * payload what share of the buffer is offered as window. A packet comes out of a program's `write()` to the far TUN device.
 */

/** `NET_SKB_PAD` in front, `SKB_DATA_ALIGN(sizeof(struct skb_shared_info))` behind, `SKB_DATA_ALIGN(sizeof(struct sk_buff))`. */
const HEADROOM: u32 = 64;
const SHARED_INFO: u32 = 320;
const SK_BUFF: u32 = 256;
/** Objects of `skbuff_small_head`; larger heads come from kmalloc, in powers of two. */
const SMALL_HEAD: u32 = 640;
const PAGE: u32 = 4096;
/** What the small head of a paged skb adds (`SKB_TRUESIZE(skb_end_offset)`). */
export const HEAD_TRUESIZE: u32 = SMALL_HEAD + SK_BUFF;

/** All of it in the head: `HEADROOM + length < PAGE` (`tun_alloc_skb`). */
export function linear(length: u32): u32 {
  const head = ((HEADROOM + length + 63) & ~63) + SHARED_INFO;
  if (head <= SMALL_HEAD) return HEAD_TRUESIZE;
  return ((<u32>1) << (32 - clz<u32>(head - 1))) + SK_BUFF;
}

/** True if the payload lies in pages and only the headers in the head: a TSO slot of more than a page. */
export function isPaged(packet: Packet): bool {
  return packet.segments > 1 && HEADROOM + packet.payload + TCP_HEADERS >= PAGE;
}

/** Fragments of a slot's pages, taken by eights, then as large as fit (`alloc_skb_with_frags`, order 3 at most). */
export function fragsOf(packet: Packet): u32 {
  if (!isPaged(packet)) return 0;
  const pages = (packet.payload + PAGE - 1) / PAGE;
  return (pages >> 3) + popcnt<u32>(pages & 7);
}

/**
 * Of an MTU-size packet the host says how much it is, because it depends on the far end's driver; a shorter one takes less.
 * A TSO slot is that of `tun_get_user` with a virtio header: the headers in a small head, the payload in whole pages
 * (`alloc_skb_with_frags`), or as the host says, where a network card received it.
 */
export function truesizeOf(packet: Packet, mss: u32): u32 {
  return packet.payload == mss && packet.segments <= 1 ? config.truesize : unusualTruesize(packet, mss);
}

function unusualTruesize(packet: Packet, mss: u32): u32 {
  if (packet.segments > 1 && config.slotTruesize != 0) return packet.segments * config.slotTruesize;
  if (isPaged(packet)) return HEAD_TRUESIZE + ((packet.payload + PAGE - 1) & ~(PAGE - 1));
  if (packet.payload == mss) return config.truesize;
  const bytes = linear(packet.payload + TCP_HEADERS);
  return packet.segments > 1 ? bytes : min(bytes, config.truesize);
}
