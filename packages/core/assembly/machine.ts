import { Flow } from './flow';
import { MACHINE_AT } from './memory/map';
import { FLAG_SENDERS_CPU, Packet } from './packet';
import { reader } from './reader/state';
import { counters } from './stats/counters';

/**
 * What it costs that sending and reading happen on several CPUs. Every sender has a CPU of its own, whose time is free;
 * the reader has one, and what the kernel makes that CPU do or wait for is time in which it does not read. Two costs:
 *
 * - `xmit`: `netif_tx_wake_queue` schedules the qdisc on the CPU that wakes it, the reader's. Each packet that this softirq
 *   moves (dequeue, segmentation, `tun_net_xmit`) is work that a sender's CPU does while the queue is not stopped.
 * - `lockWait`: a lock and the lines under it that another CPU used last. The reader meets a producer at the ring
 *   (`tx_ring`, `sk_data_ready`) with each packet that a sender's CPU put there, and a sender at the qdisc (`q.lock`) with
 *   each packet that the softirq moves while another sender is at the same qdisc. It is one CPU at most that it meets:
 *   those that contend for a qdisc queue up among themselves first (`q->busylock` in `__dev_xmit_skb`).
 *
 * With both 0 the machine is as if it had one CPU of no cost. The host writes the first block.
 */
@unmanaged
export class Machine {
  /** ns per packet, and per packet that meets another CPU. */
  xmit: u64;
  lockWait: u64;

  /** A wake has raised NET_TX_SOFTIRQ on the reader's CPU. */
  raised: u32;
  /** What runs now is that softirq, or the TSQ tasklet that it raised. */
  inSoftirq: u32;
  /** Flows with packets in the qdisc. */
  queuedFlows: u32;
}

export const machine: Machine = changetype<Machine>(MACHINE_AT);

/** A packet enters the qdisc. */
export function flowQueues(packet: Packet): void {
  const flow = changetype<Flow>(packet.flow);
  if (flow.inQdisc == 0) machine.queuedFlows++;
  flow.inQdisc += packet.segments;
}

/** Segments of a flow leave the qdisc. */
export function flowLeaves(flow: Flow, segments: u32): void {
  flow.inQdisc -= segments;
  if (flow.inQdisc == 0) machine.queuedFlows--;
}

/** A packet goes into the ring, put there by one CPU or the other. */
export function chargeXmit(packet: Packet): void {
  if (!machine.inSoftirq) {
    packet.flags |= FLAG_SENDERS_CPU;
    return;
  }
  packet.flags &= ~FLAG_SENDERS_CPU;
  chargeSoftirq(1, changetype<Flow>(packet.flow).inQdisc != 0 ? 1 : 0);
}

/** The softirq puts that many packets into the ring, of a flow that has more in the qdisc (`own` 1) or has not. */
export function chargeSoftirq(packets: u32, own: u32): void {
  let cost = machine.xmit;
  if (machine.queuedFlows > own) {
    cost += machine.lockWait;
    counters.lockWaitNs += packets * machine.lockWait;
  }
  counters.softirqPackets += packets;
  counters.softirqNs += packets * cost;
  reader.debt += packets * cost;
}

/** The reader takes a packet out of the ring. */
export function chargeRead(packet: Packet): void {
  if (!(packet.flags & FLAG_SENDERS_CPU)) return;
  counters.lockWaitNs += machine.lockWait;
  reader.debt += machine.lockWait;
}
