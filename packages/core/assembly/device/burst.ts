import { Flow } from '../flow';
import { chargeSoftirq, flowLeaves, machine } from '../machine';
import {
  DATA,
  dataSegment,
  FLAG_ORPHANED,
  FLAG_PSH,
  FLAG_SENDERS_CPU,
  Packet,
  packetFree,
  packetOfBurst,
  segmentKind,
} from '../packet';
import { readerNotify } from '../reader/reader';
import { PtrRing } from '../ring/ptr_ring';
import { state } from '../state';
import { counters } from '../stats/counters';
import { occupancyChange } from '../stats/occupancy';
import { traceDrop } from '../stats/packet_trace';
import { DROP_RING, TRACE_RING, trace, traceWants, traceWrite } from '../stats/trace';
import { SKB_OVERHEAD } from '../tcp/constants';
import { tsqRelease } from '../tcp/tsq';
import { device, ON_FULL_BUSY, STOP_FILLED, STOP_LAST_SLOT } from './device';
import { stopQueue } from './flow_control';
import { txq } from './txq';

/** Entries that did not fit into the ring. */
export function countDrop(packet: Packet, seq: u32, payload: u32, segments: u32): void {
  txq.drops++;
  txq.dropSegments += segments;
  if (trace.mask != 0) traceDrop(DROP_RING, packet, seq, payload, segments);
}

/** True where a burst can go by `xmitBurst`: the device looks at the ring after a segment, if at all. */
export function takesBursts(ring: PtrRing): bool {
  if (ring.size == 0) return false;
  return device.backpressure == 0 || (device.onFull != ON_FULL_BUSY && device.stopRule != STOP_LAST_SLOT);
}

/**
 * A segment finds no free slot. A device that stops then does so before the drop is counted; only the first segment can
 * find that (of a queue that was woken although its slot was taken), so that the ring's count stands.
 */
function refuse(burst: Packet, seq: u32, payload: u32, stops: bool): void {
  if (stops) stopQueue();
  countDrop(burst, seq, payload, 1);
}

/**
 * A burst that was cut into segments, up to `most` of them: what `xmitSegment` does with one after the other. All
 * happens at one instant at which nobody else looks, so what they add up to is written once, and each segment takes no
 * more than a look at its slot. True if the last one went, too; else `burst` is what is left.
 */
export function xmitBurst(ring: PtrRing, burst: Packet, flow: Flow, most: u32): bool {
  const mss = flow.tcp.mss;
  const stops = device.backpressure != 0 && device.stopRule == STOP_FILLED;
  const tracing = traceWants(TRACE_RING);
  const slots = ring.slots;
  const size = ring.size;
  const now = state.now;
  const first = burst.seq;
  const segments = <u32>burst.segments;
  const charged = !(burst.flags & FLAG_ORPHANED);
  const flags = machine.inSoftirq ? burst.flags & ~FLAG_SENDERS_CPU : burst.flags | FLAG_SENDERS_CPU;
  // PSH belongs to the last segment only.
  const kind = segmentKind(flags & ~FLAG_PSH);
  const takes = min(segments, most);
  let producer = ring.producer;
  let seq = first;
  let left = burst.payload;
  let cut: u32 = 0;
  let produced: u32 = 0;
  let full = false;
  while (cut < takes && !full) {
    cut++;
    // The last one is the burst itself.
    const last = cut == segments;
    const payload = min(left, mss);
    const slot = slots + ((<usize>producer) << 2);
    if (load<usize>(slot) == 0) {
      const packet = last ? burst : packetOfBurst(burst);
      dataSegment(packet, last ? segmentKind(flags) : kind, seq, payload, now);
      store<usize>(slot, changetype<usize>(packet));
      producer = producer + 1 == size ? 0 : producer + 1;
      produced++;
      if (!last) state.livePackets++;
      if (tracing) traceWrite(TRACE_RING, 1, flow.index, ring.unread + produced, seq, payload, 1, DATA);
    } else {
      refuse(burst, seq, payload, stops);
      if (last) packetFree(burst);
    }
    seq += payload;
    left -= payload;
    full = stops && load<usize>(slots + ((<usize>producer) << 2)) != 0;
  }
  const more = cut != segments;
  const charge = charged ? seq - first + cut * SKB_OVERHEAD : 0;
  if (more) {
    burst.seq = seq;
    burst.payload = left;
    burst.segments = <u16>(segments - cut);
    burst.truesize -= charge;
  }
  if (produced != 0) {
    occupancyChange(ring.unread);
    ring.producer = producer;
    ring.unread += produced;
    txq.produced += produced;
    counters.inRing += produced;
    if (machine.inSoftirq) chargeSoftirq(produced, 1);
    readerNotify();
  }
  counters.inQdisc -= cut;
  flowLeaves(flow, cut);
  if (charge != 0) tsqRelease(flow, charge);
  if (full) stopQueue();
  return !more;
}
