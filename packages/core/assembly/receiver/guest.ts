import { heapPush } from '../events/heap';
import { EVENT_GUEST } from '../events/kinds';
import { GUEST_AT } from '../memory/map';
import { Packet, packetFree } from '../packet';
import { state } from '../state';
import { sendAckOfReading } from './ack';
import { copyToUser, unread } from './read';
import { receiveData } from './receive';
import { Receiver } from './receiver';

/**
 * The process that reads at the far end, where that takes time: iperf3 in a guest with one CPU, blocks of 128 KiB, one
 * connection after the other. All that a byte costs that CPU is in one figure, the softirq that received it included.
 *
 * While a block is copied the process has the socket, and what comes goes to its backlog (`tcp_add_backlog`); it is taken
 * in when the block has been read (`release_sock`). So data wait in the receive buffer, and the window is what is left.
 *
 * A copy takes longer where what is copied is no longer in a cache. Both ends are on one machine: its last-level cache
 * holds what the sender has not yet been acknowledged and what waits to be read, or it does not.
 */
@unmanaged
export class Guest {
  /** ns per byte; 0: reading takes no time, and the fields below are not used. */
  perByte: f64;
  /** The same of a connection that has more than its share of the cache in its buffers. */
  coldPerByte: f64;
  /** Unread bytes that the cache holds, of all connections together; 0: any number. */
  cache: u32;
  /** Of a packet that comes, ns. */
  perPacket: u32;
  /** The process does not get its CPU for so long, once in so often, ns; 0: it always does. */
  pauseInterval: u64;
  pauseLength: u64;

  /** Bytes that are being read, of the first in the list. */
  block: u32;
  /** Connections with data to be read, linked through the receiver; the first has the process. */
  head: Receiver | null;
  tail: Receiver | null;
  /** CPU time of softirqs that the block at hand has not been charged with, ns. */
  debt: u32;
  /** Earliest end of a block with a pause, ns. */
  nextPause: u64;
}

export const guest: Guest = changetype<Guest>(GUEST_AT);

/** iperf3's default length of a read() from TCP. */
const READ_BLOCK: u32 = 131072;

/** There are data to be read. */
export function readLater(rcv: Receiver): void {
  if (rcv.readQueued || unread(rcv) == 0) return;
  rcv.readQueued = 1;
  rcv.readNext = 0;
  const tail = guest.tail;
  guest.tail = rcv;
  if (tail == null) {
    guest.head = rcv;
    read(rcv);
  } else {
    tail.readNext = changetype<usize>(rcv);
  }
}

function read(rcv: Receiver): void {
  const waiting = unread(rcv);
  guest.block = min(waiting, READ_BLOCK);
  const cold = guest.cache != 0 && <u64>waiting * <u64>state.flowCount > <u64>guest.cache;
  const time = (cold ? guest.coldPerByte : guest.perByte) * <f64>guest.block + <f64>guest.debt;
  guest.debt = 0;
  let due = state.now + max<u64>(<u64>(time + 0.5), 1);
  if (guest.pauseInterval != 0 && due >= guest.nextPause) {
    guest.nextPause = due + guest.pauseInterval;
    due += guest.pauseLength;
  }
  heapPush(due, state.order++, EVENT_GUEST, 0);
}

/** True if the process has the socket: the packet waits until it gives it back. */
export function intoBacklog(rcv: Receiver, packet: Packet): bool {
  if (guest.head != rcv) return false;
  packet.next = null;
  const tail = rcv.backlogTail;
  if (tail == null) rcv.backlogHead = packet;
  else tail.next = packet;
  rcv.backlogTail = packet;
  return true;
}

/** The block has been read. */
export function onGuest(): void {
  const rcv = guest.head!;
  const block = guest.block;
  // The space is adjusted when the block has been copied, of all that was.
  rcv.firstUnread = block;
  if (copyToUser(rcv, block)) sendAckOfReading(rcv);
  let packet = rcv.backlogHead;
  rcv.backlogHead = null;
  rcv.backlogTail = null;
  while (packet != null) {
    const next = packet.next;
    receiveData(rcv, packet);
    packetFree(packet);
    packet = next;
  }
  const next = rcv.readNext;
  guest.head = changetype<Receiver | null>(next);
  if (next == 0) guest.tail = null;
  rcv.readQueued = 0;
  // Whoever has more to be read queues up behind the others.
  readLater(rcv);
  if (next != 0) read(changetype<Receiver>(next));
}
