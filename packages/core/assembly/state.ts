import { Line } from './events/line';
import { BACKWARD_AT, BOTTLENECK_AT, FORWARD_AT, STATE_AT } from './memory/map';
import { Packet } from './packet';

/** "Never", as a time. */
export const NEVER: u64 = u64.MAX_VALUE;

/** Work that the kernel would do after the running softirq, at the same instant of virtual time. */
export const PENDING_QDISC: u32 = 1;
export const PENDING_TSQ: u32 = 2;
export const PENDING_READER: u32 = 4;
export const PENDING_APP: u32 = 8;

/** The watchdog of sch_fq. */
export const SLACK_FQ: u32 = 1;

/** Clock, event queues and pools: all that is not part of one model. */
@unmanaged
export class State {
  /** Virtual time, ns. */
  now: u64;
  /** Stamp of the next scheduled event: ties in time are handled in the order of scheduling. */
  order: u64;
  /** Events handled. */
  events: u64;
  /** First byte above everything allocated. */
  arenaTop: usize;
  /** 1 when the duration has passed: nothing new is sent, what is on its way drains. */
  ended: u32;
  /** 1 when everything has drained. */
  finished: u32;
  /** A process computes until then, ns: events that fall into that time are handled at its end (clock.ts). */
  cpuBusyUntil: u64;
  /** When the present event was due; `now` may be later. */
  due: u64;
  /** The kernel's clock, whose ticks are counted, at the beginning of the run, ns (app/handshake.ts). */
  tickPhase: u64;
  /** ACKs of the control connection that are sent as the test begins (app/iperf.ts). */
  lateAcks: u32;
  /** What runs is ksoftirqd's: softirqs that a process without disabled bottom halves raised, or that went on too long. */
  inKsoftirqd: u32;
  /** Works of bottom halves that may still run before they are left to ksoftirqd (softirq.ts). */
  softirqWorks: u32;
  /** The present event interrupted no process: one that it wakes wants the CPU. */
  cpuIdle: u32;
  /** 1 while timers of the wheel are run: the present event is one of them. */
  inTick: u32;
  /** PENDING_ bits. */
  pending: u32;

  heapNodes: usize;
  heapSize: u32;
  heapLog2: u32;

  freePackets: Packet | null;
  /** Packets out of the pool: what is in some queue, line or hand. */
  livePackets: u32;
  freeSkbs: usize;
  freeRanges: usize;

  flows: usize;
  flowCount: u32;
  /** Flows whose TSQ tasklet, or whose application, is due, linked through the flow: the former the last first. */
  tsqHead: usize;
  appHead: usize;
  appTail: usize;

  /** Receivers whose SACK compression timer is due, and fires with the first of them whose slack is over. */
  compressedHead: usize;
  compressedTail: usize;
  /** Timers of high resolution that fire with the next packet on a hop: `SLACK_` bits. */
  slackDue: u32;
  /** Threads whose next attempts must fail alike, linked through the flow (flood/wait.ts). */
  floodWaiting: usize;
  /** Clock readings of the process that delivers data, before an ACK for them is taken up. */
  deliveryReads: u32;
  /** 1 in a run that is traced, or whose clock is slow to read: arrivals and departures at the far end are looked at. */
  watched: u32;

  readerDue: u64;
  readerOrder: u64;
  /** When the first event in the heap or of the bottleneck is due. */
  restDue: u64;
  /** 1: a run as most are, whose events have a straight way (front.ts). */
  front: u32;

  /** Heads of the lists of free blocks, one per power of two (32 pointers). */
  freeBlockHeads: usize;

  freeBlocks(log2: u32): usize {
    return this.freeBlockHeads + ((<usize>log2) << 2);
  }
}

export const state: State = changetype<State>(STATE_AT);

/** Reader to receiver, and receiver to sender: constant delays keep their order. */
export const forward: Line = changetype<Line>(FORWARD_AT);
export const backward: Line = changetype<Line>(BACKWARD_AT);
/** Packets in, or waiting for, the bottleneck of the path. */
export const bottleneck: Line = changetype<Line>(BOTTLENECK_AT);
