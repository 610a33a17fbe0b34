// The bound of bound.c in AssemblyScript: the same program, the same counts, what the language and V8 leave of its speed.
//
//   asc bound.ts -O3 --runtime stub --use abort= --uncheckedBehavior always --noAssert --use HEAP=0 -o bound.wasm
//
// HEAP, which only `--use` declares, is 1 where every packet's event goes through one binary heap. State lies in globals and in tables of static memory.

/** Entries of every table: more than can be under way, a power of two. */
const ROOM: u32 = 16384;
const WRAP: u32 = ROOM - 1;
/** 1500 and the PPP header of ns-3's link. */
const WIRE_BYTES: f64 = 1502;
const PAYLOAD: u32 = 1448;
const QDISC_LIMIT: u32 = 1000;
const RECEIVE_WINDOW: u32 = 6000000 / PAYLOAD;
/** Later packets that arrived, until one is lost. */
const REORDERING: u32 = 3;

const NEVER: u64 = u64.MAX_VALUE;
const DELAYED_ACK: u64 = 40_000_000;
const RTO_MIN: u64 = 200_000_000;
const RTO_INITIAL: u64 = 1_000_000_000;

const UNDER_WAY: u32 = 0;
const ARRIVED: u32 = 1;
const LOST: u32 = 2;

const SERVICE: u32 = 0;
const ARRIVAL: u32 = 1;
const ANSWER: u32 = 2;
const ACK_TIMER: u32 = 3;
const RTO: u32 = 4;

// Tables. A transmission: when it was sent (8 bytes), its segment (4), its fate (4).
const TRANSMISSIONS: usize = memory.data(16 * ROOM);
const EARLY: usize = memory.data(ROOM);
const RING: usize = memory.data(4 * ROOM);
const QDISC: usize = memory.data(4 * ROOM);
const REPEAT: usize = memory.data(4 * ROOM);
// Lines: due (8 bytes), then a number, or what an ACK says: first, last, awaited.
const FORWARD: usize = memory.data(16 * ROOM);
const BACKWARD: usize = memory.data(24 * ROOM);
// The heap: due (8 bytes), stamp, kind, first, last, awaited, and 4 bytes that nobody reads.
const EVENTS: usize = memory.data(32 * ROOM);

let service: u64, halfRtt: u64, end: u64, slots: u32, backpressure: bool;
let now: u64, finished: bool;
let readerDue: u64, ackDue: u64, rtoDue: u64;

// What is counted; exported, so that the host reads it after the run.
export let data: u32 = 0;
export let acks: u32 = 0;
export let ringDrops: u32 = 0;
export let qdiscDrops: u32 = 0;
export let retransmits: u32 = 0;
export let delivered: u32 = 0;
export let events: u32 = 0;

let ringHead: u32, ringTail: u32, qdiscHead: u32, qdiscTail: u32, repeatHead: u32, repeatTail: u32;
let forwardHead: u32, forwardTail: u32, backwardHead: u32, backwardTail: u32;
let heapSize: u32, stamps: u32;
let stopped: bool, reading: bool;

let nextNumber: u32, nextSegment: u32, unacknowledged: u32, judged: u32, recoveryEnd: u32, underWay: i32;
let cwnd: f64, ssthresh: f64, srtt: f64, wMax: f64, cubicK: f64, epoch: f64;

let awaited: u32, waiting: u32, ackWaits: bool;

// ------------------------------------------------------------------ events

function eventAt(index: u32): usize {
  return EVENTS + ((<usize>index) << 5);
}

function isBefore(event: usize, due: u64, stamp: u32): bool {
  const other = load<u64>(event);
  return other < due || (other == due && load<u32>(event, 8) < stamp);
}

/** Four words: `memory.copy` would be a call. */
function move(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  store<u64>(to, load<u64>(from, 16), 16);
  store<u64>(to, load<u64>(from, 24), 24);
}

function schedule(due: u64, kind: u32, first: u32, last: u32, next: u32): void {
  const stamp = stamps++;
  let hole = heapSize++;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (isBefore(eventAt(parent), due, stamp)) break;
    move(eventAt(hole), eventAt(parent));
    hole = parent;
  }
  const event = eventAt(hole);
  store<u64>(event, due);
  store<u32>(event, stamp, 8);
  store<u32>(event, kind, 12);
  store<u32>(event, first, 16);
  store<u32>(event, last, 20);
  store<u32>(event, next, 24);
}

/** Takes the top off the heap; the caller has read it. */
function removeEarliest(): void {
  const moved = eventAt(--heapSize);
  const due = load<u64>(moved);
  const stamp = load<u32>(moved, 8);
  let hole: u32 = 0;
  for (;;) {
    let child: u32 = 2 * hole + 1;
    if (child >= heapSize) break;
    const right = eventAt(child + 1);
    if (child + 1 < heapSize && isBefore(right, load<u64>(eventAt(child)), load<u32>(eventAt(child), 8))) child++;
    if (!isBefore(eventAt(child), due, stamp)) break;
    move(eventAt(hole), eventAt(child));
    hole = child;
  }
  move(eventAt(hole), moved);
}

function readNext(): void {
  readerDue = now + service;
  if (HEAP) schedule(readerDue, SERVICE, 0, 0, 0);
}

function launch(number: u32): void {
  if (HEAP) {
    schedule(now + halfRtt, ARRIVAL, number, 0, 0);
    return;
  }
  const at = FORWARD + ((<usize>(forwardTail++ & WRAP)) << 4);
  store<u64>(at, now + halfRtt);
  store<u32>(at, number, 8);
}

function reply(first: u32, last: u32): void {
  if (HEAP) {
    schedule(now + halfRtt, ANSWER, first, last, awaited);
    return;
  }
  const at = BACKWARD + <usize>(backwardTail++ & WRAP) * 24;
  store<u64>(at, now + halfRtt);
  store<u32>(at, first, 8);
  store<u32>(at, last, 12);
  store<u32>(at, awaited, 16);
}

// ---------------------------------------------------------- qdisc and ring

function slot(table: usize, index: u32): usize {
  return table + ((<usize>(index & WRAP)) << 2);
}

function produce(number: u32): void {
  store<u32>(slot(RING, ringTail++), number);
  if (!reading) {
    reading = true;
    readNext();
  }
}

function transmit(number: u32): void {
  if (!backpressure) {
    if (ringTail - ringHead < slots) produce(number);
    else ringDrops++;
  } else if (stopped) {
    if (qdiscTail - qdiscHead < QDISC_LIMIT) store<u32>(slot(QDISC, qdiscTail++), number);
    else qdiscDrops++;
  } else {
    produce(number);
    stopped = ringTail - ringHead >= slots;
  }
}

function serviceDone(): void {
  launch(load<u32>(slot(RING, ringHead++)));
  if (stopped) {
    while (qdiscTail != qdiscHead && ringTail - ringHead < slots) {
      store<u32>(slot(RING, ringTail++), load<u32>(slot(QDISC, qdiscHead++)));
    }
    stopped = ringTail - ringHead >= slots;
  }
  reading = ringTail != ringHead;
  if (reading) readNext();
  else readerDue = NEVER;
}

// ------------------------------------------------------------------ sender

function transmission(number: u32): usize {
  return TRANSMISSIONS + ((<usize>(number & WRAP)) << 4);
}

function sendWhatMay(): void {
  const window = <i32>cwnd;
  while (underWay < window) {
    let segment: u32;
    if (repeatHead != repeatTail) {
      segment = load<u32>(slot(REPEAT, repeatHead++));
      retransmits++;
    } else if (nextSegment - unacknowledged < RECEIVE_WINDOW) {
      segment = nextSegment++;
    } else {
      return;
    }
    const number = nextNumber++;
    const it = transmission(number);
    store<u64>(it, now);
    store<u32>(it, segment, 8);
    store<u32>(it, UNDER_WAY, 12);
    underWay++;
    data++;
    transmit(number);
  }
}

function reduce(): void {
  wMax = cwnd < wMax ? cwnd * 0.85 : cwnd;
  epoch = -1;
  ssthresh = max(2, cwnd * 0.7);
  cwnd = ssthresh;
}

function grow(acked: u32): void {
  if (cwnd < ssthresh) {
    cwnd += acked;
    return;
  }
  const seconds = <f64>now * 1e-9;
  if (epoch < 0) {
    epoch = seconds;
    cubicK = wMax > cwnd ? Math.cbrt((wMax - cwnd) / 0.4) : 0;
    if (wMax < cwnd) wMax = cwnd;
  }
  const t = seconds + srtt - epoch - cubicK;
  const target = min(wMax + 0.4 * t * t * t, 1.5 * cwnd);
  cwnd += (acked * (target > cwnd ? target - cwnd : 0.01)) / cwnd;
}

function arrived(number: u32): u32 {
  const it = transmission(number);
  if (load<u32>(it, 12) != UNDER_WAY) return 0;
  store<u32>(it, ARRIVED, 12);
  underWay--;
  return 1;
}

/** Judges transmissions up to `limit`; true if one that was lost calls for a smaller window. */
function judge(limit: u32): bool {
  let shrink = false;
  for (; <i32>(limit - judged) > 0; judged++) {
    const it = transmission(judged);
    if (load<u32>(it, 12) != UNDER_WAY) continue;
    store<u32>(it, LOST, 12);
    underWay--;
    store<u32>(slot(REPEAT, repeatTail++), load<u32>(it, 8));
    if (judged >= recoveryEnd) shrink = true;
  }
  return shrink;
}

function answered(first: u32, last: u32, next: u32): void {
  let acked = arrived(first);
  if (last != first) acked += arrived(last);
  const sample = <f64>(now - load<u64>(transmission(last))) * 1e-9;
  srtt = srtt == 0 ? sample : srtt * 0.875 + sample * 0.125;
  unacknowledged = next;
  if (judge(last - REORDERING + 1)) {
    reduce();
    recoveryEnd = nextNumber;
  } else if (last >= recoveryEnd) {
    grow(acked);
  }
  rtoDue = now + RTO_MIN + <u64>(srtt * 2e9);
  sendWhatMay();
}

function retransmissionTimeout(): void {
  judge(nextNumber);
  reduce();
  cwnd = 1;
  recoveryEnd = nextNumber;
  rtoDue = now + RTO_INITIAL;
  sendWhatMay();
}

// ---------------------------------------------------------------- receiver

function acknowledge(first: u32, last: u32): void {
  ackWaits = false;
  ackDue = NEVER;
  acks++;
  reply(first, last);
}

function dataArrived(number: u32): void {
  const segment = load<u32>(transmission(number), 8);
  if (segment != awaited) {
    store<u8>(EARLY + (segment & WRAP), 1);
    acknowledge(ackWaits ? waiting : number, number);
    return;
  }
  do {
    store<u8>(EARLY + (awaited++ & WRAP), 0);
    delivered++;
  } while (load<u8>(EARLY + (awaited & WRAP)) != 0);
  if (ackWaits) {
    acknowledge(waiting, number);
  } else {
    ackWaits = true;
    waiting = number;
    ackDue = now + DELAYED_ACK;
  }
}

// -------------------------------------------------------------------- loop

/** Begins a run; the instance is new. */
export function start(rateMbit: f64, rttMs: f64, ringSlots: u32, withBackpressure: bool, seconds: f64): void {
  service = <u64>((WIRE_BYTES * 8e3) / rateMbit);
  halfRtt = <u64>(rttMs * 5e5);
  slots = ringSlots;
  backpressure = withBackpressure;
  end = <u64>(seconds * 1e9);
  cwnd = 10;
  ssthresh = 1e9;
  epoch = -1;
  readerDue = NEVER;
  ackDue = NEVER;
  rtoDue = RTO_INITIAL;
  sendWhatMay();
}

/** Handles up to `limit` events; true when the run is over. */
export function step(limit: u32): bool {
  const last = events + limit;
  while (events != last && !finished) {
    if (HEAP) nextOfHeap();
    else nextOfLines();
  }
  return finished;
}

function nextOfLines(): void {
  const forward = FORWARD + ((<usize>(forwardHead & WRAP)) << 4);
  const backward = BACKWARD + <usize>(backwardHead & WRAP) * 24;
  let due = forwardHead != forwardTail ? load<u64>(forward) : NEVER;
  let kind = ARRIVAL;
  const answer = backwardHead != backwardTail ? load<u64>(backward) : NEVER;
  if (answer < due) {
    due = answer;
    kind = ANSWER;
  }
  if (readerDue < due) {
    due = readerDue;
    kind = SERVICE;
  }
  if (ackDue < due) {
    due = ackDue;
    kind = ACK_TIMER;
  }
  if (rtoDue < due) {
    due = rtoDue;
    kind = RTO;
  }
  if (due > end) {
    finished = true;
    return;
  }
  now = due;
  events++;
  if (kind == SERVICE) {
    serviceDone();
  } else if (kind == ARRIVAL) {
    forwardHead++;
    dataArrived(load<u32>(forward, 8));
  } else if (kind == ANSWER) {
    backwardHead++;
    answered(load<u32>(backward, 8), load<u32>(backward, 12), load<u32>(backward, 16));
  } else if (kind == ACK_TIMER) {
    acknowledge(waiting, waiting);
  } else {
    retransmissionTimeout();
  }
}

function nextOfHeap(): void {
  // Timers stay outside: one that moves with every ACK would only make the heap worse.
  const timer = min(ackDue, rtoDue);
  const queued = heapSize > 0 ? load<u64>(EVENTS) : NEVER;
  const due = min(queued, timer);
  if (due > end) {
    finished = true;
    return;
  }
  now = due;
  events++;
  if (queued > timer) {
    if (ackDue <= rtoDue) acknowledge(waiting, waiting);
    else retransmissionTimeout();
    return;
  }
  const kind = load<u32>(EVENTS, 12);
  const first = load<u32>(EVENTS, 16);
  const last = load<u32>(EVENTS, 20);
  const next = load<u32>(EVENTS, 24);
  removeEarliest();
  if (kind == SERVICE) serviceDone();
  else if (kind == ARRIVAL) dataArrived(first);
  else answered(first, last, next);
}

/** Smoothed, s. */
export function smoothedRtt(): f64 {
  return srtt;
}

// What is under way at the end, for the balance of packets.

export function inRing(): u32 {
  return ringTail - ringHead;
}

export function inQdisc(): u32 {
  return qdiscTail - qdiscHead;
}

export function inPath(): u32 {
  if (!HEAP) return forwardTail - forwardHead;
  let count: u32 = 0;
  for (let i: u32 = 0; i < heapSize; i++) if (load<u32>(eventAt(i), 12) == ARRIVAL) count++;
  return count;
}

/** Segments that came before one that is awaited. */
export function held(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < ROOM; i++) count += load<u8>(EARLY + i);
  return count;
}
