import { sendControl } from '../app/control';
import { readClock } from '../clock';
import { lineShift } from '../events/line';
import { scheduleBackward } from '../events/schedule';
import { flowAt } from '../flow';
import { Packet } from '../packet';
import { arrive, arriveBack } from '../path/arrive';
import { path } from '../path/path';
import { readerDone, readerTake, readerWorkUntil } from '../reader/reader';
import { softirqsOfKsoftirqd } from '../softirq';
import { backward, forward, NEVER, state } from '../state';
import { GOES_ON, quietly, READS, SLEEPS, YIELDS } from './cpu';
import { wake } from './eevdf';
import { Entity, entity, FORWARD_WRITER, RETURN_READER, RETURN_WRITER, sched, setSleep } from './state';

/**
 * The tunnel of the lab as four kernel threads: for each direction one that reads the ring, works, and puts the packet into
 * a list with the time at which it shall be written, and one that sleeps until then and writes.
 */

/** Steps of a writer: waits for a packet; has looked at the clock; has slept; writes. */
const WRITER_WAITS: u32 = 0;
const WRITER_LOOKED: u32 = 1;
const WRITER_SLEPT: u32 = 2;
const WRITER_WRITES: u32 = 3;
/** The begin of a test: two ACKs leave behind a message; then it looks for the next packet, and writes that. */
export const WRITER_BEGINS: u32 = 4;
const WRITER_LOOKS: u32 = 5;

/** Steps of a reader: reads; has looked at the clock; has worked; hands on. */
const READER_READS: u32 = 0;
const READER_LOOKED: u32 = 1;
const READER_WORKED: u32 = 2;
const READER_HANDS_ON: u32 = 3;

/** `lab_sleep_until`: without slack. */
function sleepUntil(e: Entity, due: u64): void {
  setSleep(e, due, due);
}

/** `lab_writer` up to its write; `due`: when its packet is to be written. */
function writerStep(e: Entity, due: u64): u32 {
  if (e.pc == WRITER_WRITES) return GOES_ON;
  if (e.pc == WRITER_WAITS) {
    if (due == NEVER) return SLEEPS;
    e.pc = WRITER_LOOKED;
    if (!quietly(1)) return READS;
  }
  if (e.pc == WRITER_LOOKED) {
    e.pc = WRITER_SLEPT;
    if (due > state.now) {
      sleepUntil(e, due);
      return SLEEPS;
    }
  }
  e.pc = WRITER_WRITES;
  return quietly(1) ? GOES_ON : READS;
}

export function runForwardWriter(e: Entity): u32 {
  const what = writerStep(e, forward.due);
  if (what != GOES_ON) return what;
  e.pc = WRITER_WAITS;
  arrive(lineShift(forward));
  return YIELDS;
}

export function runReturnWriter(e: Entity): u32 {
  if (e.pc == WRITER_BEGINS) {
    for (let i: u32 = 0; i < state.lateAcks; i++) sendControl(flowAt(sched.process), 0);
    e.pc = WRITER_LOOKS;
    return YIELDS;
  }
  if (e.pc == WRITER_LOOKS) {
    readClock(1);
    e.pc = WRITER_WAITS;
    return READS;
  }
  const what = writerStep(e, backward.due);
  if (what != GOES_ON) return what;
  e.pc = WRITER_WAITS;
  arriveBack(lineShift(backward));
  return YIELDS;
}

/** A packet was put into the list of a writer. */
function wakeWriter(index: u32): void {
  if (entity(index).pc == WRITER_WAITS) wake(index);
}

export function runForwardReader(e: Entity): u32 {
  if (e.pc == READER_READS) {
    softirqsOfKsoftirqd();
    if (!readerTake()) return SLEEPS;
    e.pc = READER_LOOKED;
    if (!quietly(1)) return READS;
  }
  if (e.pc == READER_LOOKED) {
    sleepUntil(e, readerWorkUntil());
    e.pc = READER_WORKED;
    return SLEEPS;
  }
  if (e.pc == READER_WORKED) {
    e.pc = READER_HANDS_ON;
    if (!quietly(1)) return READS;
  }
  e.pc = READER_READS;
  readerDone();
  wakeWriter(FORWARD_WRITER);
  return YIELDS;
}

/** An ACK or a reply goes into the far end's ring. */
export function returnPush(packet: Packet): void {
  packet.next = null;
  const tail = sched.returnTail;
  if (tail == null) sched.returnHead = packet;
  else tail.next = packet;
  sched.returnTail = packet;
  if (entity(RETURN_READER).pc == READER_READS) wake(RETURN_READER);
}

export function runReturnReader(e: Entity): u32 {
  if (e.pc == READER_READS) {
    const packet = sched.returnHead;
    if (packet == null) return SLEEPS;
    sched.returnHead = packet.next;
    if (packet.next == null) sched.returnTail = null;
    sched.returning = packet;
    e.pc = READER_LOOKED;
    if (!quietly(1)) return READS;
  }
  e.pc = READER_READS;
  scheduleBackward(sched.returning!, state.now + path.returnDelay);
  wakeWriter(RETURN_WRITER);
  return YIELDS;
}
