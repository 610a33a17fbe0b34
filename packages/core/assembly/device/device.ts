import { DEVICE_AT } from '../memory/map';
import { PtrRing } from '../ring/ptr_ring';

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

/** `struct tun_struct` with its one queue. The host writes the first block. */
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

  /** `__QUEUE_STATE_DRV_XOFF`. */
  stopped: u32;
  /** Entries consumed while stopped (`cons_cnt`). */
  consumedSinceStop: u32;
  /** 1 when the rules above apply here: not tail drop, and a qdisc where one is required. */
  backpressure: u32;
  pad: u32;
  /** When the queue stopped, and woke, last, ns. */
  stoppedAt: u64;
  wokenAt: u64;

  ring: PtrRing;
}

export const device: Device = changetype<Device>(DEVICE_AT);
