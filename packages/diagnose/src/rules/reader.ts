import { evidence } from '../evidence.js';
import { thresholds } from '../thresholds.js';
import { no, open, type Rule, yes } from './rule.js';

export const reader: Rule = {
  limit: 'reader',
  needs: ['link', 'qdisc', 'sockets'],
  judge(
    { device, queue, tcp },
    { standing, standingEvidence, queueMs, ringMs, fullRingMs, losses, lossEvidence, ringClean },
  ) {
    if (device?.isTun === 'no') return open();
    const stopped = queue && !queue.shaper && queue.kind !== 'noqueue' ? queue.backlog : [];
    // fq paces: it keeps packets back while the device would take them.
    const many = queue?.kind !== 'fq' && Math.max(0, ...stopped) >= thresholds.backlog;
    // Bursts of TSO are few packets; that the device stops at them again and again shows the same.
    const often = (queue?.requeues ?? 0) > thresholds.backlog && tcp !== undefined && standing !== 'no';
    if (stopped.length > 0 && (many || often) && Math.min(...stopped) > 0 && ringClean !== false) {
      return yes(
        [
          evidence(
            'packets in the qdisc',
            Math.max(...stopped),
            'packets',
            queue!.sources,
            'they wait because the device is stopped: backpressure, the ring is full',
          ),
          ...(queue!.requeues === undefined
            ? []
            : [
                evidence(
                  'times that the device was stopped under the qdisc',
                  queue!.requeues,
                  '',
                  queue!.sources,
                  'requeues: tun stops for backpressure only',
                ),
              ]),
          ...(device?.drops === undefined
            ? []
            : [
                evidence(
                  'packets that the driver dropped',
                  device.drops,
                  'packets',
                  device.sources,
                  'the full ring loses nothing',
                ),
              ]),
          ...standingEvidence,
        ],
        stopped.length > 1,
      );
    }
    if (!tcp) return open();
    if (standing === 'no') return no(...standingEvidence);
    if (standing === 'unclear') return open(...standingEvidence);
    const { heldExplains, commandsApart } = thresholds;
    if (ringMs !== undefined && queueMs > commandsApart) {
      const held = (means: string) =>
        evidence('delay of the packets in the ring', ringMs, 'ms', queue!.heldSources, means);
      if (ringMs >= heldExplains.yes * queueMs) {
        return yes([
          ...standingEvidence,
          held('sent by the qdisc, neither read nor dropped: the queue stands in the ring'),
          ...(losses === 'ring' ? lossEvidence : []),
        ]);
      }
      if (ringMs <= heldExplains.no * queueMs) return no(held('the queue that stands is not in the ring'));
      return open(...standingEvidence, held('a part of the queue'));
    }
    if (
      losses === 'ring' &&
      fullRingMs !== undefined &&
      queueMs <= 1.3 * fullRingMs &&
      queue !== undefined &&
      !queue.shaper
    ) {
      const full = evidence(
        'delay of a full ring',
        fullRingMs,
        'ms',
        [...device!.sources, ...tcp.sources],
        'at this rate: room for the queue that stands',
      );
      return yes([...standingEvidence, ...lossEvidence, full], false);
    }
    return open(...standingEvidence);
  },
};
