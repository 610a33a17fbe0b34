import type { CoreFlowControl } from '@tunq/core';

/** Every flow control that a scenario may name: the versions of the patch series, and what kernels shipped. */
export type FlowControlName =
  | 'tail-drop'
  | 'v1'
  | 'v2'
  | 'v3'
  | 'v4'
  | 'v5'
  | 'v6'
  | 'v7'
  | 'v8'
  | 'v9'
  | 'v12'
  | 'linux-7.2-rc'
  | 'linux-7.3';

/** A flow control as a scenario gives it: by name, or the merged driver with another wake threshold. */
export type FlowControlChoice =
  | FlowControlName
  | { readonly kind: FlowControlName; readonly wakeAt?: CoreFlowControl['wake'] };

/** A flow control: its rules in the core's terms, and where they come from. */
export interface FlowControl extends CoreFlowControl {
  readonly name: FlowControlName;
  readonly title: string;
  /** Message-ID on lore.kernel.org, or commit and function. */
  readonly source: string;
  /** What the four rules leave out. */
  readonly notes: string;
}

/** The rule of v12, which both kernels share. */
const merged = { stop: 'filled', wake: 'half', requiresQdisc: true, onFull: 'drop' } as const satisfies CoreFlowControl;

/**
 * The flow controls by name. A rule that the kernel applies beyond the four of {@link CoreFlowControl} (barriers, locks, the wake on resize
 * and attach) is named in `notes`.
 */
export const flowControls: Readonly<Record<FlowControlName, FlowControl>> = {
  'tail-drop': {
    name: 'tail-drop',
    title: 'Tail drop: the driver as it was until 7.1, and is in 7.3 without IFF_BACKPRESSURE',
    stop: 'never',
    wake: 'any',
    requiresQdisc: false,
    onFull: 'drop',
    source: 'drivers/net/tun.c tun_net_xmit (6.12)',
    notes:
      'The queue is never stopped; a packet that finds the ring full is dropped, and the sender is not told behind a qdisc.',
  },
  v1: {
    name: 'v1',
    title: 'v1, 2025-08-08: TUN only',
    stop: 'filled',
    wake: 'empty',
    requiresQdisc: false,
    onFull: 'busy',
    source: '20250808153721.261334-1-simon.schippers@tu-dortmund.de',
    notes:
      'A packet that finds the ring full on entry stops the queue and is requeued (NETDEV_TX_BUSY). No barriers: a one-slot ring can sleep for ever.',
  },
  v2: {
    name: 'v2',
    title: 'v2, 2025-08-12: TUN only',
    stop: 'filled',
    wake: 'empty',
    requiresQdisc: false,
    onFull: 'drop',
    source: '20250811220430.14063-1-simon.schippers@tu-dortmund.de',
    notes: 'Wakes in the reader’s sleep loop too, if stopped. No barriers.',
  },
  v3: {
    name: 'v3',
    title: 'v3, 2025-08-25: TUN, TAP and vhost-net; the patched rows of the published tables',
    stop: 'filled',
    wake: 'empty',
    requiresQdisc: false,
    onFull: 'drop',
    source: '20250825211832.84901-1-simon.schippers@tu-dortmund.de',
    notes:
      'vhost-net wakes after each batch that left the ring empty; the sleep loop wakes unconditionally. No barriers.',
  },
  v4: {
    name: 'v4',
    title: 'v4, 2025-09-02: wakes when one slot is free',
    stop: 'filled',
    wake: 'spare',
    requiresQdisc: false,
    onFull: 'drop',
    source: '20250902080957.47265-1-simon.schippers@tu-dortmund.de',
    notes:
      'smp_wmb before the stop, smp_rmb in the wake. vhost-net can stall: stopped, with an empty ring and no further event.',
  },
  v5: {
    name: 'v5',
    title: 'v5, 2025-09-23: stops before the last slot is taken',
    stop: 'last-slot',
    wake: 'batch',
    requiresQdisc: false,
    onFull: 'drop',
    source: '20250922221553.47802-1-simon.schippers@tu-dortmund.de',
    notes:
      'Takes the transmit lock (no LLTX). The wake needs the stop to be seen before the slots are freed, so a wake-up can be lost. Resizing wakes all.',
  },
  v6: {
    name: 'v6',
    title: 'v6, 2025-11-20: v5, and wakes on empty as well',
    stop: 'last-slot',
    wake: 'batch',
    requiresQdisc: false,
    onFull: 'drop',
    source: '20251120152914.1127975-1-simon.schippers@tu-dortmund.de',
    notes:
      'Also wakes if the queue was stopped before the slots were freed and the ring is then empty. Crashed on a ring of size 0.',
  },
  v7: {
    name: 'v7',
    title: 'v7, 2026-01-07: stops after the put, looks again, needs a qdisc',
    stop: 'filled',
    wake: 'batch',
    requiresQdisc: true,
    onFull: 'busy',
    source: '20260107210448.37851-1-simon.schippers@tu-dortmund.de',
    notes: 'Wakes unconditionally whenever a read freed slots. Without a qdisc: tail drop.',
  },
  v8: {
    name: 'v8',
    title: 'v8, 2026-03-12: wakes after half of the ring',
    stop: 'filled',
    wake: 'half',
    requiresQdisc: true,
    onFull: 'busy',
    source: 'lkml.iu.edu/2603.1/09161.html',
    notes: 'drivers/net/tap.c (macvtap, ipvtap) is left alone.',
  },
  v9: {
    name: 'v9',
    title: 'v9, 2026-04-28: as v8, the barriers argued anew',
    stop: 'filled',
    wake: 'half',
    requiresQdisc: true,
    onFull: 'busy',
    source: 'lkml.iu.edu/2604.3/07249.html',
    notes: 'Its barrier is said to pair with the test-and-clear of the wake.',
  },
  v12: {
    ...merged,
    name: 'v12',
    title: 'v12, 2026-05-10: the version that was merged',
    source: '20260510151529.43895-1-simon.schippers@tu-dortmund.de; 1d6e569b7d0c',
    notes: 'A put that fails is dropped: the packet was already orphaned and trimmed. Full barrier on both sides.',
  },
  'linux-7.2-rc': {
    ...merged,
    name: 'linux-7.2-rc',
    title: 'Linux 7.2-rc1 to rc5: v12 for every device with a qdisc (reverted before 7.2)',
    source: '1d6e569b7d0c drivers/net/tun.c tun_net_xmit, __tun_wake_queue',
    notes: 'Resizing wakes each attached queue under the consumer lock.',
  },
  'linux-7.3': {
    ...merged,
    name: 'linux-7.3',
    title: 'Linux 7.3 with IFF_BACKPRESSURE set',
    source: 'd00c7369ef24 drivers/net/tun.c tun_net_xmit, __tun_wake_queue, tun_force_wake_queue',
    notes:
      'Opt-in by the program that opens the device; without the flag 7.3 is `tail-drop`. Attach, TUNSETIFF and resize wake under both ring locks.',
  },
};

/** Names in {@link flowControls}, in the order of the series. */
export const flowControlNames = Object.keys(flowControls) as readonly FlowControlName[];

/** Wake thresholds that `wakeAt` may name, the driver's own first. */
export const wakeThresholds: readonly CoreFlowControl['wake'][] = ['half', 'empty', 'any', 'batch'];

/**
 * The rules of a flow control, for the core.
 *
 * @throws RangeError if the name is unknown, or `wakeAt` is given for anything but `linux-7.3`, the only one that tests vary.
 */
export function resolveFlowControl(choice: FlowControlChoice): CoreFlowControl {
  const name = typeof choice === 'string' ? choice : choice.kind;
  const wakeAt = typeof choice === 'string' ? undefined : choice.wakeAt;
  if (!Object.hasOwn(flowControls, name)) {
    throw new RangeError(`flow control ${name} is unknown; allowed: ${flowControlNames.join(', ')}`);
  }
  if (wakeAt !== undefined && name !== 'linux-7.3')
    throw new RangeError(`wakeAt is for linux-7.3; ${name} has its own rule`);
  if (wakeAt !== undefined && !wakeThresholds.includes(wakeAt)) {
    throw new RangeError(`wakeAt ${wakeAt} is unknown; allowed: ${wakeThresholds.join(', ')}`);
  }
  const { stop, wake, requiresQdisc, onFull } = flowControls[name];
  return { stop, wake: wakeAt ?? wake, requiresQdisc, onFull };
}
