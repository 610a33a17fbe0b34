import { evidence } from '../evidence.js';
import { thresholds } from '../thresholds.js';
import { no, open, type Rule, yes } from './rule.js';

export const qdisc: Rule = {
  limit: 'qdisc',
  needs: ['link', 'qdisc'],
  judge({ device, queue, tcp }, { standing, standingEvidence, queueMs, ringClean, qdiscClean, bulkEvidence, pauses }) {
    if (!queue || device?.isTun === 'no') return open();
    const dropped = evidence(
      'packets that the qdisc dropped',
      queue.drops ?? queue.dropsEver,
      'packets',
      queue.sources,
      queue.drops === undefined ? 'since it was attached' : 'between the snapshots',
    );
    if (queue.kind === 'noqueue') return no(evidence('qdisc', 'noqueue', '', queue.sources, 'there is none'));
    if (!queue.shaper) {
      if (qdiscClean === true) return no(dropped);
      // A qdisc without a rate drops only while the device is stopped.
      const empty = Math.min(...queue.backlog) === 0;
      const short =
        queue.drops !== undefined && queue.drops > 0 && ringClean === true && empty && standing === 'no' && tcp;
      return short ? yes([dropped, ...standingEvidence], false) : open(dropped);
    }
    const held = (queue.overlimits ?? queue.root.overlimits) / Math.max(1, queue.packets ?? queue.root.packets ?? 0);
    const often = evidence(
      'packets that the shaper held back',
      held,
      'share',
      queue.sources,
      `${queue.kind} has a rate of its own`,
    );
    if (held < thresholds.heldBack) return no(often);
    if (pauses) return no(...bulkEvidence);
    if (ringClean !== true) return open(often);
    const rates = queue.rate !== undefined && tcp?.rate !== undefined;
    const waits = Math.min(...queue.backlog) > 0;
    // htb and hfsc keep their rates in classes. Little's law: what waits in them, at the rate that leaves, is a delay.
    const waitMs = tcp?.rate ? (Math.min(...queue.backlogBytes) * 8e3) / tcp.rate : 0;
    const stopped = (queue.requeues ?? queue.root.requeues) > 0;
    const explains = standing === 'yes' && !stopped && waitMs >= thresholds.heldExplains.yes * queueMs;
    const full = rates
      ? tcp.rate! >= thresholds.shaped * queue.rate!
      : waits && ((queue.drops ?? 0) > 0 || held >= thresholds.barely || explains);
    if (!full)
      return rates
        ? no(evidence('rate of the shaper', queue.rate!, 'bit/s', queue.sources, 'more than what is sent'))
        : open(often);
    return yes([
      often,
      ...(rates
        ? [
            evidence('rate of the shaper', queue.rate!, 'bit/s', queue.sources, 'what is let through'),
            evidence('delivery rate', tcp.rate!, 'bit/s', tcp.sources, 'payload, as much as the shaper lets through'),
          ]
        : []),
      ...(explains && !rates
        ? [
            ...standingEvidence,
            evidence('delay of the packets in the qdisc', waitMs, 'ms', queue.sources, 'the queue stands there'),
          ]
        : []),
      ...(waits
        ? [
            evidence(
              'packets in the qdisc',
              Math.max(...queue.backlog),
              'packets',
              queue.sources,
              'they wait there; a burst of TSO counts as one',
            ),
          ]
        : []),
      dropped,
      evidence(
        'packets that the driver dropped',
        device!.drops ?? device!.dropsEver!,
        'packets',
        device!.sources,
        'the ring has room',
      ),
    ]);
  },
};
