import { Flow } from '../flow';
import { arenaAlloc } from '../memory/arena';
import { QDISC_AT, READER_AT, TXQ_AT } from '../memory/map';
import { CONTROL, Packet } from '../packet';
import { Reader } from '../reader/state';
import { queueHash } from '../rng';
import { wake } from '../sched/eevdf';
import { FORWARD_READER, sched } from '../sched/state';
import { PENDING_QDISC, PENDING_READER, state } from '../state';
import { device } from './device';

/**
 * Several queues (`IFF_MULTI_QUEUE`). Everything that a queue has for itself stands in one block of memory: stop bit,
 * `cons_cnt` and ring (`Txq`), its reader, and with `mq` its qdisc. The block of the queue at hand lies at the fixed
 * addresses, where all models look; the others wait in the arena and change places with it when their turn comes. So one
 * queue costs what it did when there was no other, and a model needs to know nothing of queues.
 */

/** Where a queue's block waits, and its links in the lists of `Device` (index + 1; 0: the last). */
@unmanaged
export class QueueSlot {
  nextOutput: u32;
  /** `__QDISC_STATE_SCHED`. */
  scheduled: u32;
  nextWoken: u32;
  pad: u32;
}

const HEAD: usize = 16;
const BLOCK_END: usize = READER_AT + offsetof<Reader>();

/** Without `mq` the qdisc belongs to the device and stays where it is. */
function blockAt(): usize {
  return device.mq ? QDISC_AT : TXQ_AT;
}

function slot(queue: u32): QueueSlot {
  return changetype<QueueSlot>(device.slots + <usize>queue * device.slotSize);
}

function waiting(queue: u32): usize {
  return changetype<usize>(slot(queue)) + HEAD;
}

/** Room for the blocks of all queues; each begins as what the host wrote at the fixed addresses. */
export function queuesInit(): void {
  if (device.queues <= 1) {
    device.queues = 1;
    return;
  }
  const from = blockAt();
  device.slotSize = <u32>((HEAD + BLOCK_END - from + 15) & ~15);
  device.slots = arenaAlloc(<usize>device.queues * device.slotSize);
  for (let i: u32 = 0; i < device.queues; i++) memory.copy(waiting(i), from, BLOCK_END - from);
}

function exchange(queue: u32): void {
  const from = blockAt();
  const size = BLOCK_END - from;
  memory.copy(waiting(device.current), from, size);
  memory.copy(from, waiting(queue), size);
  device.current = queue;
}

/** From here on `txq`, `reader` and, with `mq`, `qdisc` are those of this queue. */
export function selectQueue(queue: u32): void {
  if (queue != device.current) exchange(queue);
}

/**
 * `tun_automq_select_queue`: a flow's hash, scaled to the number of queues. The kernel hashes addresses and ports with a
 * key that it draws at boot; here the seed of the run is the key, and the flow's index stands for the addresses. The flow
 * table can only confirm the choice: what comes back for a flow is written by the program that reads its queue.
 */
export function flowQueue(index: u32): u32 {
  return <u32>((<u64>queueHash(index) * <u64>device.queues) >> 32);
}

/** `skb_get_queue_mapping`. */
export function packetQueue(packet: Packet): u32 {
  return packet.kind == CONTROL ? device.controlQueue : changetype<Flow>(packet.flow).queue;
}

/** `__netif_schedule` for the qdisc of the queue at hand: the NET_TX softirq runs those that were scheduled in their order. */
export function netifSchedule(): void {
  state.pending |= PENDING_QDISC;
  if (!device.mq) return;
  const index = device.current;
  const queue = slot(index);
  if (queue.scheduled) return;
  queue.scheduled = 1;
  queue.nextOutput = 0;
  if (device.outputHead == 0) device.outputHead = index + 1;
  else slot(device.outputTail - 1).nextOutput = index + 1;
  device.outputTail = index + 1;
}

/** Takes the scheduled queues off the list (`net_tx_action`): the first, or 0. */
export function takeOutput(): u32 {
  const first = device.outputHead;
  device.outputHead = 0;
  return first;
}

/** The scheduled queue `entry` is at hand and no longer scheduled; returns the one after it. */
export function beginOutput(entry: u32): u32 {
  const queue = slot(entry - 1);
  queue.scheduled = 0;
  selectQueue(entry - 1);
  return queue.nextOutput;
}

/** The reader of the queue at hand has been woken and waits for the CPU. */
export function readerWoken(): void {
  if (sched.active) {
    wake(FORWARD_READER);
    return;
  }
  state.pending |= PENDING_READER;
  if (device.queues == 1) return;
  const index = device.current;
  slot(index).nextWoken = 0;
  if (device.wokenHead == 0) device.wokenHead = index + 1;
  else slot(device.wokenTail - 1).nextWoken = index + 1;
  device.wokenTail = index + 1;
}

/** The queue of the first woken reader is at hand; more of them keep PENDING_READER. */
export function nextWoken(): void {
  if (device.queues == 1) return;
  const index = device.wokenHead - 1;
  device.wokenHead = slot(index).nextWoken;
  if (device.wokenHead != 0) state.pending |= PENDING_READER;
  selectQueue(index);
}

/** The block of the queue at hand is copied to where it waits, so that the host finds all of them there. */
export function settleQueues(): void {
  if (device.queues == 1) return;
  const from = blockAt();
  memory.copy(waiting(device.current), from, BLOCK_END - from);
}

/** Where the host finds a queue's `Txq`, after `settleQueues`. */
export function txqAddress(queue: u32): usize {
  return device.queues == 1 ? TXQ_AT : waiting(queue) + (TXQ_AT - blockAt());
}

/** Where the host finds a queue's `Reader`. */
export function readerAddress(queue: u32): usize {
  return queue == device.current ? READER_AT : waiting(queue) + (READER_AT - blockAt());
}
