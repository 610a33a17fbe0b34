import { DEVICE_AT } from '../memory/map';

export const DEVICE_TUN: u32 = 0;
export const DEVICE_TAP: u32 = 1;
export const DEVICE_VHOST: u32 = 2;
export const DEVICE_MACVTAP: u32 = 3;

export const STOP_NEVER: u32 = 0;
export const STOP_FILLED: u32 = 1;
export const STOP_LAST_SLOT: u32 = 2;

export const WAKE_EMPTY: u32 = 0;
export const WAKE_SPARE: u32 = 1;
export const WAKE_BATCH: u32 = 2;
export const WAKE_HALF: u32 = 3;
export const WAKE_ANY: u32 = 4;

export const ON_FULL_DROP: u32 = 0;
export const ON_FULL_BUSY: u32 = 1;

/** `struct tun_struct`: what its queues have in common. The host writes the first block. */
@unmanaged
export class Device {
  kind: u32;
  queueLength: u32;
  mtu: u32;
  tso: u32;
  stopRule: u32;
  wakeRule: u32;
  requiresQdisc: u32;
  onFull: u32;
  /** `numqueues`, 1 to 256. */
  queues: u32;
  /** Each queue has a qdisc of its own (`mq`); 0: one qdisc for all. */
  mq: u32;

  /** 1 when the rules above apply here: not tail drop, and a qdisc where one is required. */
  backpressure: u32;

  /** The queue whose state stands at the fixed addresses (queues.ts). */
  current: u32;
  /** That of the control connection of iperf3. */
  controlQueue: u32;
  /** Where the others' states wait, one `slotSize` bytes; 0 with one queue. */
  slots: usize;
  slotSize: u32;
  /** Queues whose qdiscs the NET_TX softirq is to run (`output_queue`), and those whose readers were woken: index + 1. */
  outputHead: u32;
  outputTail: u32;
  wokenHead: u32;
  wokenTail: u32;
}

export const device: Device = changetype<Device>(DEVICE_AT);
