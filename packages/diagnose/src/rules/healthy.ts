import { evidence } from '../evidence.js';
import { thresholds } from '../thresholds.js';
import { no, open, type Rule, yes } from './rule.js';

export const healthy: Rule = {
  limit: 'healthy',
  needs: ['link', 'qdisc', 'sockets'],
  judge({ tcp, device, queue }, { standing, standingEvidence, ringClean, qdiscClean, bulkEvidence, pauses }) {
    if (tcp && tcp.retransmitsEver > 0) {
      return no(
        evidence('segments that TCP sent again', tcp.retransmitsEver, 'segments', tcp.sources, 'something is lost'),
      );
    }
    if (standing === 'yes') return no(...standingEvidence);
    if (!tcp || !device || !queue || device.isTun === 'no' || !device.read) return open();
    const waits =
      Math.max(tcp.rwndShare, tcp.sndbufShare) >= thresholds.barely ||
      pauses ||
      (tcp.busyShare ?? 0) < thresholds.busy.always;
    // BBR ends at the bottleneck without a loss and without a queue, wherever that is.
    const opening = tcp.slowStart || (tcp.cwndGrew && !tcp.congestion?.startsWith('bbr'));
    // What the qdisc drops is sent again without being counted, and the window is cut all the same.
    const earlier = (device.dropsEver ?? 0) + queue.dropsEver > 0 && !tcp.neverCut;
    const dropped = !ringClean || !qdiscClean || earlier;
    if (!tcp.windowed || waits || standing !== 'no' || dropped || !opening) return open(...bulkEvidence);
    return yes([
      evidence('segments that TCP sent again', 0, 'segments', tcp.sources, 'nothing is lost'),
      evidence('packets that the driver dropped', 0, 'packets', device.sources, 'the ring has room'),
      evidence('packets that the qdisc dropped', 0, 'packets', queue.sources, 'and so has the qdisc'),
      ...standingEvidence,
      evidence('congestion window', tcp.cwnd, 'segments', tcp.sources, 'it grows'),
    ]);
  },
};
