/** Locks that a step may take: the two of the ring, and the transmit lock of a queue without LLTX (`HARD_TX_LOCK`). */
export const lockNames = ['producer', 'consumer', 'xmit'] as const;
export type LockName = (typeof lockNames)[number];

/** Steps without an argument, with what each does and the kernel function that it stands for. */
export const plainSteps = {
  send: 'waits until there is a packet and the queue is not stopped (netif_xmit_frozen_or_stopped)',
  lookup: 'finds the attached file; a packet of a detached queue is dropped (rcu_dereference(tun->tfiles[]))',
  produce: 'puts the packet unless the slot is taken; write barrier before the store (__ptr_ring_produce)',
  stop: 'sets DRV_XOFF, without ordering (netif_tx_stop_queue: set_bit)',
  wake: 'clears DRV_XOFF; a full barrier if it was set (netif_tx_wake_queue: test_and_clear_bit)',
  'full-barrier': 'smp_mb, smp_mb__after_atomic',
  'read-barrier': 'smp_rmb',
  'write-barrier': 'smp_wmb',
  drop: 'counts tx_dropped and frees the packet',
  busy: 'gives the packet back to the qdisc and ends the pass (NETDEV_TX_BUSY)',
  notify: 'full barrier; wakes the reader if it sleeps or is armed (sk_data_ready: wq_has_sleeper)',
  peek: 'looks at the oldest entry (__ptr_ring_peek)',
  discard: 'takes it; frees the read slots at the end of a batch (__ptr_ring_discard_one)',
  'note-stopped': 'reads DRV_XOFF and keeps the answer for `was-stopped` (netif_tx_queue_stopped)',
  count: 'cons_cnt += what was consumed',
  'clear-count': 'cons_cnt = 0',
  'prepare-sleep': 'joins the wait queue; full barrier (set_current_state)',
  sleep: 'sleeps until notified (schedule; the worker of vhost-net between two events)',
  'finish-sleep': 'leaves the wait queue (__set_current_state, remove_wait_queue)',
  'hand-on': 'passes the packets of a read on; the next read counts from 0',
  break: 'leaves the loop around it',
  restart: 'begins the program again',
  swap: 'gives the ring another size, one more or one less; keeps what fits, in order (__ptr_ring_swap_queue)',
  detach: 'takes the file from the device (rcu_assign_pointer(tun->tfiles[], NULL))',
  'grace-period': 'waits until no sender is between lookup and the end of its pass (synchronize_net)',
  purge: 'destroys what the ring holds (tun_queue_purge)',
  attach: 'gives the file to the device again (rcu_assign_pointer)',
} as const;
export type PlainStep = keyof typeof plainSteps;

/** What an `if` may ask. The upper ones read shared memory, in one step each; the lower ones what the thread knows. */
export const tests = {
  filled: 'the slot that the next produce takes is occupied; false without slots (__ptr_ring_check_produce == -ENOSPC)',
  refused: 'the next produce would fail; true without slots (__ptr_ring_produce != 0)',
  full: 'as filled; reads beyond its array without slots (__ptr_ring_full)',
  'last-slot': 'the next produce takes the last free slot; reads beyond its array without slots',
  'last-slot-or-full': 'as last-slot, and true in a full ring (__ptr_ring_full_next)',
  spare: 'the slot that the next produce takes is free (ptr_ring_spare)',
  empty: 'there is nothing to read; only the consumer may ask (__ptr_ring_empty)',
  'producer-empty': '__ptr_ring_empty asked by the producer: consumer_head, then that slot',
  attached: 'the file is attached to the device (rcu_dereference(tun->tfiles[]))',
  stopped: 'DRV_XOFF is set (netif_tx_queue_stopped)',
  produced: 'the last produce put its packet',
  got: 'the last peek found an entry',
  freed: 'the last discard freed slots',
  'freed-any': 'a discard of this read freed slots',
  'was-stopped': 'what note-stopped read',
  half: 'cons_cnt >= ring.size / 2',
  counted: 'this read consumed something',
  'batch-done': 'this read consumed as many as a batch may hold',
} as const;
export type TestName = keyof typeof tests;

/**
 * One step of a thread. `if` with a list is true when any test of it is, asked in that order, the later ones only when needed.
 * A program begins again behind its last step; those of `resize` and `reattach` run once.
 */
export type Step =
  | PlainStep
  | { readonly lock: LockName }
  | { readonly unlock: LockName }
  | { readonly if: TestName | readonly TestName[]; readonly do: readonly Step[]; readonly else?: readonly Step[] }
  | { readonly unless: TestName | readonly TestName[]; readonly do: readonly Step[] }
  | { readonly loop: readonly Step[] };

/** Readers: read(2) that sleeps, read(2) that returns at once in a busy loop, and one that runs on events (vhost-net, NAPI). */
export const readerKinds = ['blocking', 'polling', 'epoll'] as const;
export type ReaderKind = (typeof readerKinds)[number];

/** A stop/wake protocol as data: a program of atomic steps for each thread. */
export interface Protocol {
  readonly name: string;
  readonly title: string;
  /** Message-ID or commit, and the kernel functions. */
  readonly source: string;
  /** What it leaves out or takes from elsewhere. */
  readonly notes?: string;
  /** The rules by the names of `@tunq/device`. */
  readonly rules?: { readonly stop: string; readonly wake: string; readonly onFull: string };
  /** Whether a full ring is meant to stop the sender; false: tail drop. Default: true. */
  readonly backpressure?: boolean;
  /** `consumer_head` is read by the producer, so it is shared memory. Default: false. */
  readonly sharedHead?: boolean;
  /** A sender (any number of them), from `send` to the end of its pass. */
  readonly producer: readonly Step[];
  /** The reader, per kind; a kind that is absent does not exist for this protocol. */
  readonly reader: { readonly [K in ReaderKind]?: readonly Step[] };
  /** Another thread that changes txqueuelen once. */
  readonly resize?: readonly Step[];
  /** Another thread that detaches the queue and attaches it again. */
  readonly reattach?: readonly Step[];
}
