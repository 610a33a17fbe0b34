import { DEVICE_VHOST, device } from '../device/device';
import { txq } from '../device/txq';
import { Packet } from '../packet';
import { ringEmpty } from '../ring/ptr_ring';
import { reader } from './state';

/**
 * The turns of a vhost worker: `handle_rx` copies into the guest until the ring is empty or its weight is reached, and
 * then queues itself again. A kernel thread gives way only at the `cond_resched` between two works (voluntary
 * preemption), so that ksoftirqd, which a wake of the queue has raised, takes the worker's CPU once a turn, whatever the
 * number of wakes. A process that reads gives way at the end of each read().
 *
 * Only the time is counted a turn: what a wake lets into the ring is there as soon as elsewhere. It does not make the turn
 * longer.
 */

/** `VHOST_NET_PKT_WEIGHT`, packets. */
const PACKET_WEIGHT: u32 = 256;
/** `VHOST_NET_WEIGHT`, bytes. */
const BYTE_WEIGHT: u32 = 0x80000;
/** `VHOST_NET_BATCH`: the guest is told when more of its buffers than this are filled. */
const SIGNAL_HEADS: u32 = 64;
/** A large packet takes several of the guest's buffers, of a page each at most (`mergeable_rx_buffer`), bytes. */
const BUFFER: u32 = 4096;

/** A packet has been copied (`vhost_exceeds_weight`); `last` of its batch. */
export function turnCount(packet: Packet, last: bool): void {
  const empty = last && (ringEmpty(txq.ring) || (reader.raised && txq.consumed >= reader.raisedUntil));
  reader.turnHeads += (packet.length + BUFFER - 1) / BUFFER;
  reader.turnBytes += packet.length;
  const over = ++reader.turnPackets >= PACKET_WEIGHT || reader.turnBytes >= BYTE_WEIGHT || empty;
  // `vhost_net_signal_used`: an eventfd, and the interrupt of the guest.
  if (over || reader.turnHeads > SIGNAL_HEADS) {
    reader.turnHeads = 0;
    reader.debt += reader.notify;
  }
  if (!over) return;
  reader.turnPackets = 0;
  reader.turnBytes = 0;
  reader.raised = 0;
}

/** The reader wakes the queue. Returns true if the softirq takes time of its CPU that has not been counted yet. */
export function turnRaise(): bool {
  if (device.kind != DEVICE_VHOST) return true;
  if (reader.raised) return false;
  reader.raised = 1;
  reader.raisedUntil = txq.consumed + txq.ring.unread;
  return true;
}
