/**
 * The memory map. Root structs stand at fixed addresses below the static data (`--memoryBase 65536`);
 * everything whose number depends on the scenario comes from the arena above `__heap_base`.
 *
 * | from   | what                                                               |
 * |--------|--------------------------------------------------------------------|
 * | 0      | nothing: a null pointer traps in the checked build                 |
 * | 1024   | `Config`, written by the host before `initialise`                  |
 * | 2048   | `State`: clock, pools, pending work; the lines; `Ticks`            |
 * | 3072   | `Counters`                                                         |
 * | 4096   | `Device`                                                           |
 * | 4736   | `Qdisc`, `Txq` and `Reader` of the queue at hand                   |
 * | 5632   | `Path`, `Trace`, scratch, `Machine`, `Cpus`, `Guest`, then `Sched` |
 * | 8192   | free for models of the host (until 65536)                          |
 * | 65536  | static data, then the arena                                        |
 */
export const CONFIG_AT: usize = 1024;
export const STATE_AT: usize = 2048;
export const FORWARD_AT: usize = 2560;
export const BACKWARD_AT: usize = 2624;
export const BOTTLENECK_AT: usize = 2688;
/** Lengths of the kernel's ticks, and the present one. */
export const TICKS_AT: usize = 2752;
export const COUNTERS_AT: usize = 3072;
export const DEVICE_AT: usize = 4096;
/** From here to the end of `Reader`: the block that device/queues.ts changes when another queue has its turn. */
export const QDISC_AT: usize = 4736;
/** `qdisc_priv`: the struct of the kind at hand. */
export const QDISC_PRIV_AT: usize = 4800;
export const TXQ_AT: usize = 4992;
export const READER_AT: usize = 5120;
export const PATH_AT: usize = 5632;
export const TRACE_AT: usize = 6144;
/** Scratch of the ACK being processed. */
export const ACK_STATE_AT: usize = 6400;
export const MACHINE_AT: usize = 7168;
/** CPUs that threads share. */
export const CPUS_AT: usize = 7424;
/** The process that reads at the far end. */
export const GUEST_AT: usize = 7488;
/** The scheduler of a virtual-time kernel. */
export const SCHED_AT: usize = 7552;
