import { CONFIG_AT } from './memory/map';

export const EVENTS_LINES: u32 = 0;
export const EVENTS_HEAP: u32 = 1;

/** Attempts that must fail alike are counted, or made one by one; the results are the same. */
export const ATTEMPTS_COUNTED: u32 = 0;
export const ATTEMPTS_EACH: u32 = 1;

/** `sender`, `receiver` and run-wide settings, as the host wrote them; the units are those of `CoreConfig`. */
@unmanaged
export class Config {
  duration: u64;
  seed: u32;
  eventQueue: u32;
  sampleInterval: u64;
  flowCount: u32;
  /** Step of the clock, and time that reading it takes a process, ns; 0: neither. See clock.ts. */
  clockRead: u32;
  /** CPUs that sending threads and the reader share; 0: each has its own. See cpus.ts. */
  cpus: u32;
  /** `ATTEMPTS_`. */
  attempts: u32;

  /** `tcp_wmem[2]`, `tcp_limit_output_bytes`, bytes. */
  wmem: u32;
  limitOutputBytes: u32;
  hystart: u32;
  tso: u32;
  initialCwnd: u32;
  hz: u32;

  /** `tcp_rmem[2]`, bytes. */
  rmem: u32;
  delayedAck: u32;
  /** `skb->truesize` of a received MTU-size packet, bytes. */
  truesize: u32;
  /** The same of a received TSO slot, per segment, bytes; 0: as a `write()` to a TUN device allocates it. */
  slotTruesize: u32;
  /** 1: the receive buffer grows as up to Linux 6.12. See receiver/window.ts. */
  oldTuning: u32;
}

export const config: Config = changetype<Config>(CONFIG_AT);
