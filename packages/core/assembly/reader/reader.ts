import { afterReads, afterSleep, readClock } from '../clock';
import { config } from '../config';
import { readerBusy, readerShare } from '../cpus';
import { DEVICE_VHOST, device } from '../device/device';
import { wakeAfterConsume } from '../device/flow_control';
import { readerWoken, selectQueue } from '../device/queues';
import { txq } from '../device/txq';
import { scheduleReader } from '../events/schedule';
import { settleFloods } from '../flood/wait';
import { Flow } from '../flow';
import { chargeRead, machine } from '../machine';
import { Packet } from '../packet';
import { PtrRing, ringDiscard, ringPeek } from '../ring/ptr_ring';
import { rngExponential } from '../rng';
import { softirqs } from '../softirq';
import { state } from '../state';
import { counters } from '../stats/counters';
import { histogramAdd } from '../stats/histogram';
import { occupancyChange } from '../stats/occupancy';
import { POINT_READ, tracePacket } from '../stats/packet_trace';
import { TRACE_RING, trace, traceWants, traceWrite } from '../stats/trace';
import { outboundFull, outboundPush } from './outbound';
import { plainTurn } from './plain';
import {
  READER_ASLEEP,
  READER_BLOCKED,
  READER_LOOKING,
  READER_RETURNING,
  READER_WAKING,
  READER_WORKING,
  RETURNS_FIRST,
  reader,
  SERVICE_EXPONENTIAL,
} from './state';
import { turnCount } from './turn';

/**
 * The reader: sleeps while the ring is empty, is woken by the first packet, takes one entry (or up to `batch`),
 * works on each in turn, then looks again.
 */

/** The tunnel program of the kernel cells takes a packet read this soon after the last one for one that was waiting, ns. */
const BACK_TO_BACK_NS: u64 = 2500;
/** The same of the one that takes TSO slots, another program. */
const BACK_TO_BACK_TSO_NS: u64 = 3000;
/** `struct virtio_net_hdr` in front of what is read from a device with offloads, bytes. */
const VNET_HEADER: u32 = 10;

/** There is something in the ring (`sk_data_ready`), or on the reader's socket. */
export function readerNotify(): void {
  if (reader.phase != READER_ASLEEP) return;
  reader.phase = READER_WAKING;
  if (reader.wakeup == 0) readerWoken();
  else scheduleReader(state.now + reader.wakeup);
}

/** One entry out of the ring, if there is one; the wake rule is applied by the caller. */
function take(): Packet | null {
  const entry = ringPeek(txq.ring);
  if (entry == 0) return null;
  const packet = changetype<Packet>(entry);
  consume(txq.ring, packet);
  packet.next = null;
  const tail = reader.handTail;
  if (tail == null) reader.handHead = packet;
  else tail.next = packet;
  reader.handTail = packet;
  reader.handCount++;
  return packet;
}

/** Takes the oldest entry, which is `packet`, out of the ring. */
export function consume(ring: PtrRing, packet: Packet): void {
  occupancyChange(ring.unread);
  ringDiscard(ring);
  txq.consumed++;
  counters.inRing -= packet.segments;
  counters.inReader += packet.segments;
  histogramAdd(txq.sojourn, state.now - packet.entered, 1);
  if (machine.lockWait != 0) chargeRead(packet);
  if (trace.mask != 0) traceTaken(packet);
}

function traceTaken(packet: Packet): void {
  tracePacket(POINT_READ, packet);
  if (!traceWants(TRACE_RING)) return;
  const index = changetype<Flow>(packet.flow).index;
  traceWrite(TRACE_RING, 0, index, txq.ring.unread, packet.seq, packet.payload, packet.segments, packet.kind);
}

/**
 * Fills the hand. A reading process wakes the queue after each packet (`tun_ring_consume`), vhost-net once for its
 * whole batch (`vhost_net_buf_produce`).
 */
export function readerPoll(): void {
  if (reader.returns == RETURNS_FIRST && reader.returnHead != null) {
    workOnReturn();
    return;
  }
  const ring = txq.ring;
  const batched = device.kind == DEVICE_VHOST;
  const tail = ring.consumerTail;
  let n: u32 = 0;
  let freed = false;
  reader.phase = READER_WORKING;
  while (n < reader.batch) {
    const before = ring.consumerTail;
    if (take() == null) break;
    n++;
    // The tail of a single slot is always the same.
    if (ring.consumerTail != before || ring.size == 1) freed = true;
    if (batched) continue;
    if (txq.stopped) wakeAfterConsume(ring, 1, ring.consumerTail != before);
    // What the wake lets into the ring is there for the next read of the same batch.
    if (n < reader.batch) betweenReads();
  }
  if (batched && n != 0 && txq.stopped) wakeAfterConsume(ring, n, ring.consumerTail != tail || n >= ring.size);
  if (n == 0) {
    if (reader.returnHead != null) {
      workOnReturn();
    } else {
      reader.phase = READER_ASLEEP;
      readerBusy(0);
    }
    return;
  }
  if (freed && state.floodWaiting != 0) settleFloods(true);
  if (config.cpus != 0) readerBusy(1);
  work(reader.handHead!, serviceStart());
}

/** The end of a read(): pending softirqs run, and the clock has been read. */
function betweenReads(): void {
  const queue = device.current;
  softirqs();
  // They may have run the qdisc of another queue.
  selectQueue(queue);
  readClock(1);
}

/**
 * When work on a packet begins: now, or for one that was waiting already when the last one was done, at that time.
 * The two differ only by what reading the clock takes.
 */
function serviceStart(): u64 {
  if (config.clockRead == 0) return state.now;
  const now = afterReads(1);
  if (reader.doneAt == 0) return now;
  return now - reader.doneAt < (device.tso ? BACK_TO_BACK_TSO_NS : BACK_TO_BACK_NS) ? reader.doneAt : now;
}

/** `tun_ring_recv` of a process that shares the CPU (sched/): false when it has to sleep. */
export function readerTake(): bool {
  const ring = txq.ring;
  const before = ring.consumerTail;
  if (take() == null) {
    reader.phase = READER_ASLEEP;
    return false;
  }
  reader.phase = READER_WORKING;
  wakeAfterConsume(ring, 1, ring.consumerTail != before);
  return true;
}

/** It has looked at the clock: when it will be done with what it has taken. */
export function readerWorkUntil(): u64 {
  const waited = reader.doneAt != 0 && state.now - reader.doneAt < BACK_TO_BACK_NS;
  reader.doneAt = (waited ? reader.doneAt : state.now) + serviceTime(reader.handHead!);
  return reader.doneAt;
}

/** It has worked on what it has taken, which goes on. */
export function readerDone(): void {
  const packet = reader.handHead!;
  reader.handHead = null;
  reader.handTail = null;
  reader.handCount = 0;
  outboundPush(packet);
}

/** Time that the work on an entry takes, ns. */
export function serviceTime(packet: Packet): u64 {
  if (packet.length != reader.workBytes || reader.service == SERVICE_EXPONENTIAL) reckonWork(packet.length);
  return reader.workNs;
}

function reckonWork(bytes: u32): void {
  const length = bytes + (device.tso ? VNET_HEADER : 0);
  reader.workBytes = bytes;
  reader.workNs = workTime(reader.perPacket + reader.perByte * <f64>length);
}

/** A time of the given mean, in whole ns. Work takes some time: a run in which nothing does would never end. */
function workTime(mean: f64): u64 {
  const time = reader.service == SERVICE_EXPONENTIAL ? rngExponential(reader.serviceRng, mean) : mean;
  return max<u64>(<u64>(time + 0.5), 1);
}

/** The end of work that begins at `start`, with what softirqs, other threads of its CPU and stalls add. */
function workEnd(start: u64, time: u64): u64 {
  let length = time + reader.debt;
  if (config.cpus != 0) length *= readerShare();
  let due = start + length;
  reader.debt = 0;
  if (reader.stallInterval != 0) due = delayByStalls(start, due);
  // Work that began in the past, by a clock that is slow to read, may be over already.
  return max(due, state.now);
}

function work(packet: Packet, start: u64): void {
  scheduleReader(workEnd(start, serviceTime(packet)));
}

/** The end of work that began at `start`, when stalls that fall into it are added. */
function delayByStalls(start: u64, end: u64): u64 {
  let due = end;
  while (reader.nextStall < due) {
    const over = reader.nextStall + reader.stallLength;
    // A stall that began while the reader slept delays only what is left of it.
    if (over > start) due += over - max(reader.nextStall, start);
    reader.nextStall = over + <u64>rngExponential(reader.stallRng, <f64>reader.stallInterval);
  }
  return due;
}

function workOnReturn(): void {
  readerBusy(1);
  reader.phase = READER_RETURNING;
  scheduleReader(workEnd(state.now, workTime(reader.perReturn)));
}

/**
 * A packet comes back to a program that serves both ways, and waits. OpenVPN's loop serves its socket before the device
 * (`process_io` of forward.c), so what came back goes first. Under QEMU's global mutex the guest's transmission waits
 * until the main loop, which may take the mutex again at once, finds nothing more to read.
 */
export function readerReturn(packet: Packet): void {
  packet.next = null;
  const tail = reader.returnTail;
  if (tail == null) reader.returnHead = packet;
  else tail.next = packet;
  reader.returnTail = packet;
  reader.returnCount++;
  if (reader.returns == RETURNS_FIRST) readerNotify();
  else if (reader.phase == READER_ASLEEP) workOnReturn();
}

/** The first packet that came back, on which the loop is done. */
export function readerReturned(): Packet {
  const packet = reader.returnHead!;
  reader.returnHead = packet.next;
  if (packet.next == null) reader.returnTail = null;
  reader.returnCount--;
  // What it makes the sender write is in the ring before the loop looks again.
  reader.phase = READER_LOOKING;
  scheduleReader(state.now);
  return packet;
}

/** The reader's event: it is awake, or done with the first packet in its hand. */
export function onReader(): void {
  if (reader.phase != READER_WORKING) {
    readerPoll();
    return;
  }
  const entry = reader.plain ? ringPeek(txq.ring) : 0;
  if (entry != 0) plainTurn(changetype<Packet>(entry));
  else if (outboundFull()) reader.phase = READER_BLOCKED;
  else handOn();
}

/** The second stage has room again. */
export function readerUnblock(): void {
  if (reader.phase != READER_BLOCKED) return;
  reader.phase = READER_WORKING;
  handOn();
}

/** The first packet in the hand goes on, and the reader to the next. */
function handOn(): void {
  const packet = reader.handHead!;
  const next = packet.next;
  reader.handHead = next;
  if (next == null) reader.handTail = null;
  reader.handCount--;
  if (device.kind == DEVICE_VHOST) turnCount(packet, next == null);
  outboundPush(packet);
  reader.doneAt = state.due;
  if (next != null) {
    work(next, state.due);
  } else if (config.clockRead == 0 || device.tso) {
    // The tunnel program that takes TSO slots reads before it looks at the clock.
    readerPoll();
  } else {
    reader.phase = READER_LOOKING;
    scheduleReader(afterSleep(state.now));
  }
}
