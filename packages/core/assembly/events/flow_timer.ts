import { onDatagramTimer } from '../app/datagram';
import { onStreamTimer } from '../app/iperf';
import { onFloodTimer } from '../flood/flood';
import { FLOW_PKTGEN, FLOW_RAW, FLOW_TCP, Flow } from '../flow';
import { expireCompressedAcks, flushCompressedAcks, onCompressedAckTimer, onDelackTimer } from '../receiver/ack';
import { sched } from '../sched/state';
import { state } from '../state';
import { tsqWrite } from '../tcp/pacing';
import { Tcp } from '../tcp/tcp';
import { onRetransmitTimer } from '../tcp/timers';
import { TIMER_APP, TIMER_COMPRESSED_ACK, TIMER_DELACK, TIMER_PACING, TIMER_RETRANSMIT } from './kinds';

/** One of the timers of a flow fires. */
export function onFlowTimer(flow: Flow, kind: u32): void {
  if (kind == TIMER_RETRANSMIT) onRetransmitTimer(flow.tcp);
  else if (kind == TIMER_DELACK) onDelackTimer(flow.receiver);
  else if (kind == TIMER_PACING) onPacingTimer(flow.tcp);
  else if (kind == TIMER_COMPRESSED_ACK) onCompressedAckTimer(flow.receiver);
  else if (kind == TIMER_APP) onAppTimer(flow);
}

/** `tcp_pace_kick`, in the same softirq as the compression timers. */
function onPacingTimer(tp: Tcp): void {
  if (sched.active) expireCompressedAcks();
  else if (state.compressedHead != 0) flushCompressedAcks();
  tsqWrite(tp);
}

function onAppTimer(flow: Flow): void {
  if (flow.kind != FLOW_TCP) {
    if (flow.kind == FLOW_PKTGEN || flow.kind == FLOW_RAW) onFloodTimer(flow);
    else onDatagramTimer(flow);
    return;
  }
  onStreamTimer(flow);
}
