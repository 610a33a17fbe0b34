import { FLOW_TCP, Flow, flowAt } from '../flow';
import { Packet } from '../packet';
import { path } from '../path/path';
import { state } from '../state';
import { counters } from '../stats/counters';
import { sendControl } from './control';

/**
 * What iperf3's server calls the goodput. Its clock runs from its TEST_RUNNING, one return delay before the first data,
 * until it reads TEST_END, which the client sends when the time is up: behind the data in a FIFO, past them where
 * queues are fair. Until then it goes on counting (iperf_server_api.c, iperf_handle_message_server).
 */

/** Payload of TEST_END: one byte of state. */
const STATE_BYTES: u32 = 1;

function firstStream(): Flow | null {
  for (let i: u32 = 0; i < state.flowCount; i++) {
    const flow = flowAt(i);
    if (flow.kind == FLOW_TCP) return flow;
  }
  return null;
}

/** The client's time is up. */
export function sendTestEnd(): void {
  const flow = firstStream();
  if (flow != null) sendControl(flow, STATE_BYTES);
}

/** A packet of the control connection reaches the server; only TEST_END has payload. */
export function controlArrives(packet: Packet): void {
  if (packet.payload != STATE_BYTES) return;
  counters.reportBytes = counters.readBytes;
  counters.reportNs = state.now + path.returnDelay;
}
