import { selectQueue } from '../device/queues';
import { txq } from '../device/txq';
import { FLOW_TCP, flowAt } from '../flow';
import { state } from '../state';
import { tcpInFlight } from '../tcp/tcp';
import { counters } from './counters';
import { TRACE_PROGRESS, TRACE_SAMPLE, traceWants, traceWrite } from './trace';

/** What iperf3 reads from `TCP_INFO` at the end of every interval. */
export function sampleFlows(): void {
  for (let i: u32 = 0; i < state.flowCount; i++) {
    const flow = flowAt(i);
    if (flow.kind != FLOW_TCP || state.now < flow.start) continue;
    const tp = flow.tcp;
    const rtt = <u64>(tp.srttUs >> 3) * 1000;
    flow.rttCount++;
    flow.rttSum += rtt;
    if (rtt < flow.rttMin) flow.rttMin = rtt;
    if (rtt > flow.rttMax) flow.rttMax = rtt;
    const cwnd = tp.cwnd * tp.mss;
    if (cwnd > flow.maxCwnd) flow.maxCwnd = cwnd;
    counters.rttSampleCount++;
    counters.rttSampleSum += rtt;
    if (rtt < counters.rttSampleMin) counters.rttSampleMin = rtt;
    if (rtt > counters.rttSampleMax) counters.rttSampleMax = rtt;
    if (traceWants(TRACE_SAMPLE)) {
      selectQueue(flow.queue);
      traceWrite(TRACE_SAMPLE, tp.caState, i, tp.cwnd, tp.ssthresh, tp.srttUs >> 3, tcpInFlight(tp), txq.ring.unread);
    }
    if (traceWants(TRACE_PROGRESS)) {
      const wrote = flow.written;
      const got = flow.goodputBytes;
      const again = <u32>flow.retransmits;
      traceWrite(TRACE_PROGRESS, 0, i, <u32>wrote, <u32>(wrote >> 32), <u32>got, <u32>(got >> 32), again);
      traceWrite(TRACE_PROGRESS, 1, i, tp.sndWnd, tp.mdevUs >> 2, tp.mss, 0, 0);
    }
  }
}
