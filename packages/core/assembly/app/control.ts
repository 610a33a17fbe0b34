import { Flow } from '../flow';
import { CONTROL, packetAlloc, TCP_HEADERS } from '../packet';
import { devQueueXmit } from '../qdisc/xmit';
import { counters } from '../stats/counters';

/** The client sends `payload` bytes, or a bare ACK, on the control connection of the test that `flow` is a stream of. */
export function sendControl(flow: Flow, payload: u32): void {
  const packet = packetAlloc();
  packet.flow = changetype<usize>(flow);
  packet.kind = CONTROL;
  packet.segments = 1;
  packet.length = TCP_HEADERS + payload;
  packet.seq = 0;
  packet.payload = payload;
  packet.truesize = 0;
  counters.sent++;
  counters.packets++;
  devQueueXmit(packet);
}
