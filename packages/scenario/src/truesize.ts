/** Sizes that the receive path of a plain TUN write adds up, bytes, on x86-64. */
const sizes = {
  /** `NET_SKB_PAD`, include/linux/skbuff.h: max(32, L1_CACHE_BYTES), which tun_get_user reserves in front of a packet. */
  headroom: 64,
  /** `SMP_CACHE_BYTES`, to which `SKB_DATA_ALIGN` rounds. */
  cacheLine: 64,
  /** `SKB_DATA_ALIGN(sizeof(struct skb_shared_info))`. */
  sharedInfo: 320,
  /** `SKB_DATA_ALIGN(sizeof(struct sk_buff))`. */
  skBuff: 256,
  page: 4096,
} as const;

/** Objects that `kmalloc_reserve` (net/core/skbuff.c) takes heads from: `skbuff_small_head`, then the kmalloc caches. */
const heads = [640, 1024, 2048, 4096, 8192] as const;

/**
 * `skb->truesize` of one packet of `mtu` bytes that a program wrote to a plain TUN device: the memory that the receive buffer is charged.
 *
 * drivers/net/tun.c tun_get_user and tun_alloc_skb: a packet that fits a page with its headroom is linear; of a longer one, as much as fits one page with
 * headroom and `skb_shared_info` is linear and the rest is in whole pages. The head is rounded up to the cache that it comes from. 1500 bytes: 2304, so that
 * a window of 1448·256/2304 = 160/256 of the buffer is offered (net/ipv4/tcp_input.c tcp_measure_rcv_mss), 0.625 of `tcp_rmem[2]`.
 *
 * @param mtu IP length, bytes.
 */
export function receiveTruesize(mtu: number): number {
  const { headroom, cacheLine, sharedInfo, skBuff, page } = sizes;
  const linear = headroom + mtu < page ? mtu : Math.min(mtu, page - headroom - sharedInfo);
  const head = roundUp(headroom + linear, cacheLine) + sharedInfo;
  return heads.find((size) => size >= head)! + roundUp(mtu - linear, page) + skBuff;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
