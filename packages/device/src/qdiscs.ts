import type { CoreQdisc } from '@tunq/core';

/** Queueing disciplines that a scenario may name. */
export type QdiscName = 'pfifo_fast' | 'pfifo' | 'fq_codel' | 'fq' | 'tbf' | 'prio' | 'netem' | 'noqueue';

/** A parameter of a qdisc by default. */
export interface QdiscParameter {
  /** Null where it follows from the device; `source` says how. */
  readonly value: number | null;
  readonly unit: 'packets' | 'bytes' | 'ns' | 'flows' | 'bands';
  readonly source: string;
}

/** A queueing discipline. */
export interface Qdisc {
  readonly name: QdiscName;
  readonly title: string;
  /** True when the core has it. */
  readonly simulated: boolean;
  readonly defaults: Readonly<Record<string, QdiscParameter>>;
  readonly source: string;
}

/** The queueing disciplines by name, with the kernel's defaults. */
export const qdiscs: Readonly<Record<QdiscName, Qdisc>> = {
  pfifo_fast: {
    name: 'pfifo_fast',
    title: 'Three bands, each as long as the device’s queue; lockless; the kernel’s built-in default',
    simulated: true,
    defaults: {
      bands: { value: 3, unit: 'bands', source: 'net/sched/sch_generic.c PFIFO_FAST_BANDS' },
      limit: {
        value: null,
        unit: 'packets',
        source: 'net/sched/sch_generic.c pfifo_fast_change_tx_queue_len: txqueuelen a band',
      },
    },
    source: 'net/sched/sch_generic.c',
  },
  pfifo: {
    name: 'pfifo',
    title: 'One queue with a length of its own',
    simulated: true,
    defaults: { limit: { value: null, unit: 'packets', source: 'net/sched/sch_fifo.c __fifo_init: txqueuelen' } },
    source: 'net/sched/sch_fifo.c',
  },
  fq_codel: {
    name: 'fq_codel',
    title: 'Fair queues with CoDel; systemd’s default',
    simulated: true,
    defaults: {
      limit: { value: 10_240, unit: 'packets', source: 'net/sched/sch_fq_codel.c fq_codel_init' },
      flows: { value: 1_024, unit: 'flows', source: 'net/sched/sch_fq_codel.c fq_codel_init' },
      memoryLimit: { value: 33_554_432, unit: 'bytes', source: 'net/sched/sch_fq_codel.c fq_codel_init' },
      target: { value: 5_000_000, unit: 'ns', source: 'include/net/codel_impl.h codel_params_init' },
      interval: { value: 100_000_000, unit: 'ns', source: 'include/net/codel_impl.h codel_params_init' },
      quantum: { value: null, unit: 'bytes', source: 'net/sched/sch_fq_codel.c fq_codel_init: psched_mtu' },
    },
    source: 'net/sched/sch_fq_codel.c; RFC 8290',
  },
  fq: {
    name: 'fq',
    title: 'Fair queues with pacing',
    simulated: true,
    defaults: {
      limit: { value: 10_000, unit: 'packets', source: 'net/sched/sch_fq.c fq_init' },
      flowLimit: { value: 100, unit: 'packets', source: 'net/sched/sch_fq.c fq_init' },
      quantum: { value: null, unit: 'bytes', source: 'net/sched/sch_fq.c fq_init: 2 psched_mtu' },
      initialQuantum: { value: null, unit: 'bytes', source: 'net/sched/sch_fq.c fq_init: 10 psched_mtu' },
      horizon: { value: 10_000_000_000, unit: 'ns', source: 'net/sched/sch_fq.c fq_init' },
    },
    source: 'net/sched/sch_fq.c',
  },
  tbf: { name: 'tbf', title: 'Token bucket', simulated: true, defaults: {}, source: 'net/sched/sch_tbf.c' },
  prio: {
    name: 'prio',
    title: 'Strict priorities',
    simulated: true,
    defaults: { bands: { value: 3, unit: 'bands', source: 'tc-prio(8)' } },
    source: 'net/sched/sch_prio.c',
  },
  netem: {
    name: 'netem',
    title: 'Delay before the device; it orphans packets, so TCP does not see them queued',
    simulated: true,
    defaults: { limit: { value: 1_000, unit: 'packets', source: 'tc-netem(8)' } },
    source: 'net/sched/sch_netem.c',
  },
  noqueue: {
    name: 'noqueue',
    title: 'No queue: the stack calls the driver; backpressure has nothing to hold packets in',
    simulated: true,
    defaults: {},
    source: 'net/sched/sch_generic.c noqueue_qdisc_ops',
  },
};

/** Names in {@link qdiscs}. */
export const qdiscNames = Object.keys(qdiscs) as readonly QdiscName[];

/** True when the core has the qdisc. */
export function isSimulatedQdisc(name: QdiscName): name is CoreQdisc['kind'] {
  return qdiscs[name].simulated;
}
