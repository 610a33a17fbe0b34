import { evidence } from '../evidence.js';
import type { Facts } from '../facts.js';
import type { Signs } from '../signs.js';
import { thresholds } from '../thresholds.js';
import { no, open, type Rule, yes } from './rule.js';

function nothingLostHere({ device, queue }: Facts) {
  return [
    evidence(
      'packets that the qdisc dropped',
      queue!.drops ?? queue!.dropsEver,
      'packets',
      queue!.sources,
      'nothing was lost above the device',
    ),
    evidence(
      'packets that the driver dropped',
      device!.drops ?? device!.dropsEver!,
      'packets',
      device!.sources,
      'nothing was lost in the ring',
    ),
  ];
}

/** Device and qdisc are known, and neither lost anything of note. */
function lostBehind({ device, queue }: Facts, { losses, qdiscClean }: Signs): boolean {
  return (
    device?.isTun !== 'no' &&
    device !== undefined &&
    queue !== undefined &&
    qdiscClean === true &&
    losses === 'elsewhere'
  );
}

export const pathLoss: Rule = {
  limit: 'path-loss',
  needs: ['link', 'qdisc', 'sockets'],
  judge(facts, signs) {
    const { tcp } = facts;
    if (!tcp) return open();
    if (tcp.retransmitsEver === 0) {
      return no(evidence('segments that TCP sent again', 0, 'segments', tcp.sources, 'nothing was lost'));
    }
    if (signs.losses === 'ring') return no(...signs.lossEvidence);
    if (signs.standing === 'yes') return no(...signs.standingEvidence);
    if (!lostBehind(facts, signs)) return open(...signs.lossEvidence);
    const resent = tcp.windowed ? tcp.retransmits : tcp.retransmitsEver;
    if (signs.standing !== 'no' || !signs.bulk || resent < thresholds.losses) return open(...signs.lossEvidence);
    return yes([...signs.lossEvidence, ...nothingLostHere(facts), ...signs.standingEvidence]);
  },
};

export const pathBottleneck: Rule = {
  limit: 'path-bottleneck',
  needs: ['link', 'qdisc', 'sockets'],
  judge(facts, signs) {
    const { tcp, device, queue } = facts;
    const { standing, standingEvidence, queueMs, ringMs, losses } = signs;
    if (!tcp) return open();
    if (standing === 'no') return no(...standingEvidence);
    if (standing === 'unclear' || !device || !queue || device.isTun === 'no') return open(...standingEvidence);
    if (Math.max(...queue.backlog) >= thresholds.backlog || (queue.shaper && Math.max(...queue.backlog) > 0)) {
      return open(...standingEvidence);
    }
    const seen = ringMs !== undefined && queueMs > thresholds.commandsApart;
    const held = (means: string) =>
      evidence('delay of the packets in the ring', ringMs!, 'ms', queue.heldSources, means);
    if (seen && ringMs >= thresholds.heldExplains.yes * queueMs) return no(held('the queue stands in the ring'));
    const empty = seen && ringMs <= thresholds.heldExplains.no * queueMs;
    const lost = lostBehind(facts, signs);
    if (losses === 'ring' || !(empty || lost)) return open(...standingEvidence);
    return yes(
      [
        ...standingEvidence,
        ...(empty ? [held('the queue that stands is not in the ring')] : []),
        ...(lost ? signs.lossEvidence : []),
        ...nothingLostHere(facts),
      ],
      empty,
    );
  },
};
