import { type Evidence, evidence } from '../evidence.js';
import type { Facts } from '../facts.js';
import type { Signs } from '../signs.js';
import { thresholds } from '../thresholds.js';
import { type Judgement, no, open, type Rule, yes } from './rule.js';

/** The ring drops, and no queue stands: the drops keep the window small, not the speed of the reader. */
function overflows(facts: Facts, signs: Signs): Judgement {
  const { device, tcp } = facts;
  const { losses, lossEvidence, standing, standingEvidence, bulk, bulkEvidence } = signs;
  if (device?.isTun === 'no') return open();
  if (losses === 'none' || losses === 'elsewhere') return no(lossEvidence[0]!);
  if (signs.ringClean === true && device?.dropsEver === 0) {
    return no(evidence('packets that the driver dropped', 0, 'packets', device.sources, 'the ring never overflowed'));
  }
  if (tcp && standing === 'yes') return no(...standingEvidence);
  if (losses !== 'ring' || !device || !tcp) return open(...lossEvidence);
  const tiny = tooTiny(facts);
  if (standing === 'unclear' && bulk && tiny) return yes([...lossEvidence, ...standingEvidence, ...tiny], false);
  if (standing !== 'no' || !bulk) return open(...lossEvidence, ...standingEvidence, ...bulkEvidence);
  const short = shorter(facts);
  return short
    ? yes([...lossEvidence, ...standingEvidence, ...short], !signs.fewLosses && !signs.otherDrops)
    : open(...lossEvidence);
}

/** Every burst of TCP is more than the ring takes. The RTT of a window of a few segments varies with delayed ACKs. */
function tooTiny({ device, tcp }: Facts): Evidence[] | undefined {
  if (device?.txqueuelen === undefined || !tcp || device.txqueuelen >= thresholds.tinyRing) return undefined;
  const lost = (tcp.retransmitsEver * tcp.mss) / Math.max(1, tcp.sent);
  if (tcp.cwnd / tcp.flows > thresholds.tinyRing || lost < thresholds.lossy) return undefined;
  return [
    evidence('txqueuelen', device.txqueuelen, 'packets', device.sources, 'fewer slots than TCP sends packets at once'),
    evidence('congestion window', tcp.cwnd, 'segments', tcp.sources, 'as small as it gets'),
  ];
}

/**
 * The ring holds less than what is on the way. A longer one would show in the RTT while the reader is busy; many
 * connections together keep it busy with a shorter one (Appenzeller, Keslassy, McKeown 2004: by the root of their
 * number).
 */
function shorter({ device, tcp }: Facts): Evidence[] | undefined {
  if (device?.txqueuelen === undefined || !tcp) return undefined;
  const onTheWay = Math.max(tcp.inFlight, tcp.cwnd);
  if (device.txqueuelen * Math.sqrt(tcp.flows) >= Math.max(onTheWay, 2)) return undefined;
  return [
    evidence('txqueuelen', device.txqueuelen, 'packets', device.sources, 'slots of the ring'),
    evidence(
      'segments on the way',
      onTheWay,
      'segments',
      tcp.sources,
      'more than the ring holds: it cannot keep the reader busy',
    ),
  ];
}

export const noqueue: Rule = {
  limit: 'noqueue',
  needs: ['link', 'sockets'],
  judge(facts, signs) {
    const kind = signs.qdiscKind;
    if (kind === undefined) return open();
    const { sources = [] } = facts.queue ?? facts.device ?? {};
    const qdisc = (means: string) => evidence('qdisc', kind, '', sources, means);
    if (kind !== 'noqueue') return no(qdisc('there is a qdisc'));
    const judged = overflows(facts, signs);
    const means = 'nothing above the ring can hold packets: IFF_BACKPRESSURE has no effect';
    return { ...judged, evidence: [...judged.evidence, ...(judged.answer === 'no' ? [] : [qdisc(means)])] };
  },
};

export const ringTailDrop: Rule = {
  limit: 'ring-tail-drop',
  needs: ['link', 'sockets'],
  judge(facts, signs) {
    const judged = overflows(facts, signs);
    if (judged.answer === 'yes' && (signs.qdiscKind === undefined || signs.qdiscKind === 'noqueue')) {
      return open(...judged.evidence);
    }
    return judged;
  },
};
