import { threadActive } from '../cpus';
import { Flow } from '../flow';
import { Packet } from '../packet';
import { DROP } from '../qdisc/qdisc';
import { devQueueXmit } from '../qdisc/xmit';
import { state } from '../state';
import { POINT_SENT, tracePacket } from '../stats/packet_trace';
import { trace } from '../stats/trace';
import { attemptTime, floodPacket } from './flood';
import { scheduleAttempt } from './schedule';

/**
 * A packet socket (net/packet/af_packet.c, `packet_snd`) in a loop of `sendto()`: through the qdisc, with no congestion
 * control. Of a drop in the ring it learns nothing; what a stopped queue leaves in the qdisc fills its send buffer,
 * and then it waits.
 */

/** `sizeof(struct sk_buff)`, `sizeof(struct skb_shared_info)` and the room for a link header, x86-64, bytes. */
const SK_BUFF: u32 = 256;
const SHARED_INFO: u32 = 320;
const HEADROOM: u32 = 32;
/** Smallest slab of an skb's data, bytes. */
const SLAB: u32 = 512;

/** `skb->truesize` of `sock_alloc_send_pskb`: the data's slab, a power of two, and the skb. */
function truesize(size: u32): u32 {
  let slab = SLAB;
  while (slab < size + HEADROOM + SHARED_INFO) slab <<= 1;
  return slab + SK_BUFF;
}

export function rawAttempt(flow: Flow): void {
  // sock_alloc_send_pskb
  if (flow.wmemAlloc >= flow.sndbuf) {
    flow.blocked = 1;
    threadActive(flow, false);
    return;
  }
  const packet = floodPacket(flow);
  packet.truesize = truesize(flow.size);
  flow.wmemAlloc += packet.truesize;
  if (trace.mask != 0) tracePacket(POINT_SENT, packet);
  if (devQueueXmit(packet) != DROP) flow.sent++;
  scheduleAttempt(flow, state.due + attemptTime(flow, flow.perSent));
}

/** `sock_wfree`: the device (or whoever drops it) returns the packet's memory; at half of the buffer the sender is woken. */
export function rawRelease(packet: Packet): void {
  const flow = changetype<Flow>(packet.flow);
  flow.wmemAlloc -= packet.truesize;
  packet.truesize = 0;
  if (!flow.blocked || flow.wmemAlloc << 1 > flow.sndbuf) return;
  flow.blocked = 0;
  threadActive(flow, true);
  scheduleAttempt(flow, state.now);
}
