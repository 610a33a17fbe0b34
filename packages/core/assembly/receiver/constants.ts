/** The numbers of the receiver model, each with its origin in Linux. */

/** `tcp_rmem[1]`, bytes. */
export const RMEM_DEFAULT: u32 = 131072;
/** `TCP_DEFAULT_SCALING_RATIO`: half of the buffer until the first full segment shows the real overhead, in 1/256. */
export const DEFAULT_SCALING_RATIO: u32 = 128;
/** `net.core.rmem_max` (4 MiB since 6.18), bytes: a bound of the window scale. */
export const CORE_RMEM_MAX: u32 = 4194304;
/** `tcp_rcvbuf_low_rtt` (7.3), µs: below it the buffer grows in proportion to the RTT only. */
export const RCVBUF_LOW_RTT_US: u64 = 1000;
/** `TCP_MSS_DEFAULT`. */
export const MSS_DEFAULT: u32 = 536;
/** `TCP_MAX_QUICKACKS`. */
export const MAX_QUICKACKS: u32 = 16;
/** `TCP_ATO_MIN`/`TCP_DELACK_MIN` = HZ/25, `TCP_DELACK_MAX` = HZ/5: 40 and 200 ms, here as divisors of HZ. */
export const DELACK_MIN_DIVISOR: u32 = 25;
export const DELACK_MAX_DIVISOR: u32 = 5;
/** `tcp_comp_sack_nr`, `tcp_comp_sack_delay_ns`, `tcp_comp_sack_rtt_percent` (7.3; 5 % of the RTT in 6.12). */
export const COMP_SACK_RTT_PERCENT: u64 = 33;
export const COMP_SACK_NR: u32 = 44;
export const COMP_SACK_DELAY_NS: u64 = 1000000;
/** Blocks kept (`TCP_NUM_SACKS`). */
export const NUM_SACKS: u32 = 4;
/** `TCP_SACK_BLOCKS_EXPECTED`: a change to a later block is reported at once. */
export const SACK_BLOCKS_EXPECTED: u32 = 2;
/** `tcp_comp_sack_slack_ns`: the timer may fire this much late, with the next other interrupt. */
export const COMP_SACK_SLACK_NS: u64 = 10000;
/** First bytes of an application's protocol that do not grow the window (`tcp_event_data_recv`). */
export const GROW_WINDOW_MIN: u32 = 128;
/** Congestion window assumed of the sender at the start (`TCP_INIT_CWND`). */
export const INIT_CWND: u32 = 10;
