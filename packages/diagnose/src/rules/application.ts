import { evidence } from '../evidence.js';
import { thresholds } from '../thresholds.js';
import { no, open, type Rule, yes } from './rule.js';

/** iperf3 -b is reached within its own pacing. */
const reached = 0.95;

export const application: Rule = {
  limit: 'application',
  needs: ['sockets'],
  judge({ tcp, iperf3 }, { standing, bulkEvidence, pauses }) {
    const asked = iperf3?.target === undefined ? undefined : iperf3.target * iperf3.streams;
    if (asked !== undefined && (iperf3!.bitsPerSecond ?? 0) >= reached * asked) {
      return yes([
        evidence('rate that iperf3 was asked for', asked, 'bit/s', [iperf3!.name], '-b, all streams'),
        evidence('rate that it had', iperf3!.bitsPerSecond!, 'bit/s', [iperf3!.name], 'all that was asked for'),
        ...(tcp ? bulkEvidence : []),
      ]);
    }
    if (!tcp) return open();
    const [rwnd, sndbuf, limited, busy] = bulkEvidence;
    if (!pauses) return no(...(busy ? [busy] : [limited!]));
    // A sender that waits for its buffer has nothing to send either.
    const others = Math.max(tcp.rwndShare, tcp.sndbufShare) >= thresholds.barely;
    if (others || standing === 'yes')
      return tcp.sndbufShare >= thresholds.limited ? no(sndbuf!) : open(...bulkEvidence);
    return yes([...(busy ? [busy] : []), limited!, rwnd!, sndbuf!], tcp.sources.length > 1);
  },
};
