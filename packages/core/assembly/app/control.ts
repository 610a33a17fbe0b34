import { Flow } from '../flow';
import { CONTROL, packetAlloc, TCP_HEADERS } from '../packet';
import { devQueueXmit } from '../qdisc/xmit';
import { counters } from '../stats/counters';
import { POINT_SENT, tracePacket } from '../stats/packet_trace';
import { trace } from '../stats/trace';

/** The client sends `payload` bytes, or a bare ACK, on the control connection of the test that `flow` is a stream of. */
export function sendControl(flow: Flow, payload: u32): void {
  const packet = packetAlloc();
  packet.flow = changetype<usize>(flow);
  packet.kind = CONTROL;
  packet.segments = 1;
  packet.length = TCP_HEADERS + payload;
  packet.seq = flow.numbered++;
  packet.payload = payload;
  packet.truesize = 0;
  counters.sent++;
  counters.packets++;
  if (trace.mask != 0) tracePacket(POINT_SENT, packet);
  devQueueXmit(packet);
}
