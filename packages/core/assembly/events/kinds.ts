/** What a heap node stands for: the first eight are timers of a flow (`arg` = flow), the rest are run-wide. */
export const TIMER_RETRANSMIT: u32 = 0;
export const TIMER_DELACK: u32 = 1;
export const TIMER_PACING: u32 = 2;
export const TIMER_COMPRESSED_ACK: u32 = 3;
export const TIMER_APP: u32 = 4;
export const FLOW_TIMERS: u32 = 8;

export const EVENT_END: u32 = 8;
export const EVENT_HALF: u32 = 9;
export const EVENT_SAMPLE: u32 = 10;
export const EVENT_READER: u32 = 11;
export const EVENT_FORWARD: u32 = 12;
export const EVENT_BACKWARD: u32 = 13;
export const EVENT_BOTTLENECK: u32 = 14;
export const EVENT_QDISC: u32 = 15;
export const EVENT_WATCHDOG: u32 = 16;
export const EVENT_FQ: u32 = 17;
export const EVENT_OUTBOUND: u32 = 18;
/** A thread that sends as fast as it can tries to (`arg` = flow). */
export const EVENT_ATTEMPT: u32 = 24;
export const EVENT_INGRESS: u32 = 19;
/** The process at the far end has read a block. */
export const EVENT_GUEST: u32 = 20;
