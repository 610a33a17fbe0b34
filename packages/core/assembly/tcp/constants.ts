/**
 * The numbers of the TCP model, each with its origin in Linux (net/ipv4, include/net/tcp.h, include/linux/skbuff.h).
 * What a scenario can set is in `Config`, not here.
 */

/** `tcp_reordering`. */
export const TCP_REORDERING: u32 = 3;
/** `TCP_MAX_REORDERING` (`sysctl_tcp_max_reordering`). */
export const TCP_MAX_REORDERING: u32 = 300;
/** `TCP_RTO_MIN`, µs. */
export const RTO_MIN_US: u32 = 200000;
/** `TCP_RTO_MAX`, ns. */
export const RTO_MAX_NS: u64 = 120000000000;
/** `TCP_RESOURCE_PROBE_INTERVAL`, ns. */
export const RESOURCE_PROBE_NS: u64 = 500000000;
/** `TCP_TIMEOUT_MIN_US`, µs. */
export const TIMEOUT_MIN_US: u32 = 2000;
/** `TCP_TIMEOUT_INIT`, µs: RTO without an RTT sample. */
export const TIMEOUT_INIT_US: u32 = 1000000;
/** `TCP_RACK_RECOVERY_THRESH`: recoveries for which a widened reordering window lasts. */
export const RACK_RECOVERY_THRESH: u32 = 16;
/** `TCP_FASTRETRANS_THRESH`. */
export const FASTRETRANS_THRESH: u32 = 3;

/** `TCP_INIT_CWND`: pacing spares that many segments of a new connection. */
export const INIT_CWND: u32 = 10;

/** `tcp_min_tso_segs`. */
export const MIN_TSO_SEGS: u32 = 2;
/** `tcp_tso_win_divisor`. */
export const TSO_WIN_DIVISOR: u32 = 3;
/** `tcp_tso_rtt_log`. */
export const TSO_RTT_LOG: u32 = 9;
/** `sk_pacing_shift`: a burst is about 1 ms at the pacing rate. */
export const PACING_SHIFT: u32 = 10;
/** `MAX_TCP_HEADER`: room before the payload of an skb, bytes. */
export const MAX_TCP_HEADER: u32 = 256;
/** Bytes of the longest skb without BIG TCP. */
export const GSO_LEGACY_MAX_SIZE: u32 = 65536;
/** `sk_gso_max_size` of a TCP socket: `GSO_LEGACY_MAX_SIZE` − (`MAX_TCP_HEADER` + 1), bytes. */
export const GSO_MAX_SIZE: u32 = GSO_LEGACY_MAX_SIZE - (MAX_TCP_HEADER + 1);
/** `tcp_pacing_ss_ratio`, `tcp_pacing_ca_ratio`, percent. */
export const PACING_SS_RATIO: u64 = 200;
export const PACING_CA_RATIO: u64 = 120;

/**
 * Memory of an skb whose payload lies in page fragments, bytes: head of the small-head cache 640 + `sk_buff` 256.
 * `ss -m` of the lab kernel shows it as the difference between `wmem_queued` and the payload, per skb.
 */
export const SKB_OVERHEAD: u32 = 896;
/** `SKB_DATA_ALIGN(sizeof(struct sk_buff))` and `SKB_DATA_ALIGN(sizeof(struct skb_shared_info))` on x86-64, bytes. */
export const SK_BUFF_SIZE: u32 = 256;
export const SKB_SHARED_INFO: u32 = 320;
/** `tcp_wmem[1]`, bytes: the send buffer before the first expansion. */
export const WMEM_DEFAULT: u32 = 16384;
