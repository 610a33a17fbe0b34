import type { Protocol, ReaderKind, Step } from '../protocol.js';

/** What the versions of the series have in common. Rules that differ are arguments. */

/** `section` between `lock` and `unlock`. */
export function locked(lock: 'producer' | 'consumer' | 'xmit', ...section: Step[]): Step[] {
  return [{ lock }, ...section, { unlock: lock }];
}

/** A test under a lock of its own (`ptr_ring_full`, `ptr_ring_empty`); `then` runs after the unlock. */
export function ifLocked(lock: 'producer' | 'consumer', test: 'full' | 'empty', then: readonly Step[]): Step[] {
  return [{ lock }, { if: test, do: [{ unlock: lock }, ...then], else: [{ unlock: lock }] }];
}

/** How a reader takes packets out, and what it does for the queue. */
export interface ReaderRules {
  /** After a discard (of one packet, or of a batch), under the consumer lock. */
  readonly locked?: readonly Step[];
  /** Takes the packet that was peeked; default: `discard`. */
  readonly discard?: readonly Step[];
  /** After the lock was released, if something was consumed. */
  readonly after?: readonly Step[];
  /** After an empty read, before -EAGAIN. */
  readonly again?: readonly Step[];
  /** In the sleep loop, before `schedule`. */
  readonly sleepLoop?: readonly Step[];
  /** Without vhost-net, `epoll` is a program around epoll_wait that reads until -EAGAIN. */
  readonly vhost: boolean;
}

/** `tun_ring_recv` for read(2), `handle_rx` with `vhost_net_buf_produce` for vhost-net. */
export function readers(rules: ReaderRules): Record<ReaderKind, readonly Step[]> {
  const discard = rules.discard ?? ['discard'];
  const after: Step[] = rules.after ? [{ if: 'got', do: rules.after }] : [];
  const read: Step[] = [
    ...locked('consumer', 'peek', { if: 'got', do: [...discard, ...(rules.locked ?? [])] }),
    ...after,
  ];
  return {
    blocking: [
      ...read,
      {
        unless: 'got',
        do: [
          {
            loop: ['prepare-sleep', ...read, { if: 'got', do: ['break'] }, ...(rules.sleepLoop ?? []), 'sleep'],
          },
          'finish-sleep',
        ],
      },
      'hand-on',
    ],
    polling: [...read, { unless: 'got', do: [...(rules.again ?? [])] }, 'hand-on'],
    epoll: rules.vhost ? vhost(rules, discard) : epollLoop(rules, read),
  };
}

/** `handle_rx`: batches until the ring is empty, then `vhost_net_enable_vq` (`vhost_poll_start`, `tun_chr_poll`). */
function vhost(rules: ReaderRules, discard: readonly Step[]): Step[] {
  const batch: Step = {
    loop: ['peek', { unless: 'got', do: ['break'] }, ...discard, { if: 'batch-done', do: ['break'] }],
  };
  return [
    {
      loop: [
        ...locked('consumer', batch, ...(rules.locked ? [{ if: 'counted', do: rules.locked } as Step] : [])),
        { unless: 'counted', do: ['break'] },
        ...(rules.after ?? []),
        'hand-on',
      ],
    },
    ...waitForEvent,
  ];
}

/** A program around epoll_wait(2): it reads until -EAGAIN, then waits. */
function epollLoop(rules: ReaderRules, read: readonly Step[]): Step[] {
  return [{ loop: [...read, { unless: 'got', do: [...(rules.again ?? []), 'break'] }, 'hand-on'] }, ...waitForEvent];
}

/** `add_wait_queue`, barrier, `tun_chr_poll` looks for an entry: none, so the next event comes from a sender. */
const waitForEvent: readonly Step[] = [
  'prepare-sleep',
  { lock: 'consumer' },
  { if: 'empty', do: [{ unlock: 'consumer' }, 'sleep'], else: [{ unlock: 'consumer' }, 'finish-sleep'] },
];

/** `ptr_ring_resize_multiple`: both locks of the ring, consumer first; then what the version adds. */
export function resize(...after: Step[]): Step[] {
  return [...locked('consumer', ...locked('producer', 'swap')), ...after];
}

/**
 * `__tun_detach` (the queue is purged after a grace period), then `tun_attach` and what follows it. By default that of TUNSETIFF:
 * `tun_set_iff` wakes all queues, "so that persistent devices do not get stuck in xoff state".
 */
export function reattach(...after: Step[]): Step[] {
  return ['detach', 'grace-period', ...locked('consumer', 'purge'), 'attach', ...after];
}

/** v1 to v4, after `produce`: stops if the ring is full now; a put that failed stops and drops, and notifies nobody. */
export function stopAfterPut(...stop: Step[]): Step {
  return { if: 'produced', do: [...ifLocked('producer', 'full', stop), 'notify'], else: [...stop, 'drop'] };
}

/** `tun_net_xmit` of v5 and v6, without LLTX: with the producer lock held, `stop` comes ahead of the put. */
export function stopAheadOfPut(...stop: Step[]): Step[] {
  const put = [
    ...locked('producer', ...stop, 'produce'),
    { if: 'produced', do: ['notify'], else: ['drop'] } satisfies Step,
  ];
  return ['send', ...locked('xmit', { unless: 'stopped', do: [{ if: 'attached', do: put }] })];
}

/** The stop of v7 and later, after the attempt to produce, with the producer lock held. */
export interface StopRules {
  readonly test: 'filled' | 'refused';
  readonly barrier?: boolean;
  readonly recheck?: boolean;
}

export function stopAndLookAgain({ test, barrier = true, recheck = true }: StopRules): Step {
  return {
    if: test,
    do: [
      'stop',
      ...(barrier ? (['full-barrier'] as const) : []),
      ...(recheck ? [{ unless: test, do: ['wake'] } as Step] : []),
    ],
  };
}

/** `__tun_wake_queue` of v12, with the consumer lock held. */
export interface WakeRules {
  readonly barrier?: boolean;
  readonly wakeAt?: 'half' | 'empty' | 'any' | 'batch';
  readonly wake?: boolean;
}

export function tunWakeQueue({ barrier = true, wakeAt = 'half', wake = true }: WakeRules = {}): Step[] {
  const wakes: Step[] = wake ? ['wake', 'clear-count'] : ['clear-count'];
  const rule: Step[] =
    wakeAt === 'any'
      ? wakes
      : wakeAt === 'half'
        ? ['count', { if: ['half', 'empty'], do: wakes }]
        : [{ if: wakeAt === 'batch' ? ['freed-any', 'empty'] : 'empty', do: wakes }];
  return [...(barrier ? (['full-barrier'] as const) : []), { if: 'stopped', do: rule }];
}

/** The merged driver: v12 and Linux 7.2-rc, and with another resize and attach Linux 7.3. */
export function merged(stop: Partial<StopRules> = {}, wake: WakeRules = {}): Pick<Protocol, 'producer' | 'reader'> {
  return {
    producer: [
      'send',
      'lookup',
      ...locked('producer', 'produce', stopAndLookAgain({ test: 'filled', ...stop })),
      { if: 'produced', do: ['notify'], else: ['drop'] },
    ],
    reader: readers({ vhost: true, locked: tunWakeQueue(wake) }),
  };
}

/** `tun_force_wake_queue`, under both locks of the ring (7.3). */
export const forceWake: readonly Step[] = locked('consumer', ...locked('producer', 'clear-count', 'wake'));
