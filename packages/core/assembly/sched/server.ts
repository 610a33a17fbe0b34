import { readClock } from '../clock';
import { flowAt } from '../flow';
import { sendAck } from '../receiver/ack';
import { copyToUser, unread } from '../receiver/read';
import { Receiver } from '../receiver/receiver';
import { EAGAIN, quietly, READS, READS_AND_YIELDS, SLEEPS, YIELDS } from './cpu';
import { READS_OF_REPORT, reportDue, sleepInSelect, wakeFromSelect } from './interval';
import { Entity, SERVER, sched } from './state';

/**
 * iperf3's server: select(), then a block of 128 KiB from each stream that has something (`Nread` reads until the block is
 * full or there is no more). Clock readings were counted call by call.
 */
const READ_BLOCK: u32 = 131072;
/** Its interval is the default. */
export const SERVER_INTERVAL_NS: u64 = 1000000000;

/** Steps: select() returns; iperf3 looks at the clock; */
const SELECTED: u32 = 0;
const TIMED: u32 = 1;
/** next stream; read(); the ACK that it sends; */
const BEGINS: u32 = 2;
const RECEIVES: u32 = 3;
const ACKS: u32 = 4;
/** the timers; select() sets its timeout; `select_estimate_accuracy`; looks at the streams. */
const TIMERS: u32 = 5;
const SELECTS: u32 = 6;
const ESTIMATES: u32 = 7;
const POLLS: u32 = 8;
const WAITS: u32 = 9;

/** There is something to read (`sock_def_readable`). */
export function serverNotify(): void {
  wakeFromSelect(SERVER);
}

function receiverAt(stream: u32): Receiver {
  return flowAt(sched.process + stream).receiver;
}

function streams(): u32 {
  return flowAt(sched.process).streams;
}

/** True if a stream has something to read; all such are noted. */
function poll(): bool {
  let any = false;
  for (let i: u32 = 0; i < streams(); i++) {
    const flow = flowAt(sched.process + i);
    flow.readable = flow.phase != 0 && unread(flow.receiver) != 0 ? 1 : 0;
    if (flow.readable) any = true;
  }
  return any;
}

export function runServer(e: Entity): u32 {
  if (e.pc == SELECTED) {
    poll();
    sched.stream = 0;
    e.pc = BEGINS;
    if (!quietly(2)) {
      e.pc = TIMED;
      return READS_AND_YIELDS;
    }
  }
  if (e.pc == TIMED) {
    e.pc = BEGINS;
    return READS_AND_YIELDS;
  }
  if (e.pc == BEGINS) {
    while (sched.stream < streams() && !flowAt(sched.process + sched.stream).readable) sched.stream++;
    sched.blockLeft = READ_BLOCK;
    e.pc = sched.stream < streams() ? RECEIVES : TIMERS;
  }
  if (e.pc == RECEIVES) return receive(e);
  if (e.pc == ACKS) {
    sendAck(receiverAt(sched.stream));
    received(e);
    return YIELDS;
  }
  if (e.pc == TIMERS) {
    if (reportDue(e, SERVER_INTERVAL_NS)) readClock(READS_OF_REPORT);
    e.pc = WAITS;
    if (!quietly(3)) {
      e.pc = SELECTS;
      return READS_AND_YIELDS;
    }
  }
  if (e.pc == SELECTS) {
    e.pc = ESTIMATES;
    return READS;
  }
  if (e.pc == ESTIMATES) {
    e.pc = POLLS;
    return READS;
  }
  if (e.pc == POLLS) {
    e.pc = WAITS;
    return YIELDS;
  }
  e.pc = SELECTED;
  if (poll()) return YIELDS;
  sleepInSelect(e);
  return SLEEPS;
}

/** A read() of the stream at hand. */
function receive(e: Entity): u32 {
  const rcv = receiverAt(sched.stream);
  const n = min(unread(rcv), sched.blockLeft);
  if (n == 0) {
    next(e);
    return EAGAIN;
  }
  sched.blockLeft -= n;
  if (copyToUser(rcv, n)) {
    e.pc = ACKS;
    return READS;
  }
  received(e);
  return YIELDS;
}

function received(e: Entity): void {
  e.pc = RECEIVES;
  if (sched.blockLeft == 0) next(e);
}

function next(e: Entity): void {
  sched.stream++;
  e.pc = BEGINS;
}
