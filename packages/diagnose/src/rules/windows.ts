import { type Evidence, evidence } from '../evidence.js';
import type { Facts } from '../facts.js';
import type { Signs } from '../signs.js';
import { thresholds } from '../thresholds.js';
import { type Judgement, no, open, type Rule, yes } from './rule.js';

/** A window is the limit while no queue stands; where one does, more window would only wait in it. */
function window(share: number, shown: readonly Evidence[], { standing, standingEvidence }: Signs): Judgement {
  if (share < thresholds.barely) return no(shown[0]!);
  if (share < thresholds.limited) return open(...shown);
  if (standing === 'yes') return no(...standingEvidence);
  return standing === 'no' ? yes([...shown, ...standingEvidence]) : open(...shown, ...standingEvidence);
}

export const receiveWindow: Rule = {
  limit: 'receive-window',
  needs: ['sockets'],
  judge({ tcp }: Facts, signs) {
    if (!tcp) return open();
    const { rwndShare, sendWindow, cwnd, mss, sources } = tcp;
    return window(
      rwndShare,
      [
        evidence(
          'time limited by the receive window',
          rwndShare,
          'share',
          sources,
          'of the time with something to send',
        ),
        ...(sendWindow === undefined
          ? []
          : [evidence('window that the receiver offers', sendWindow, 'bytes', sources, 'no more may be on the way')]),
        evidence('congestion window', cwnd * mss, 'bytes', sources, 'what the network would allow'),
      ],
      signs,
    );
  },
};

export const sendBuffer: Rule = {
  limit: 'send-buffer',
  needs: ['sockets'],
  judge({ tcp }: Facts, signs) {
    if (!tcp) return open();
    const { sndbufShare, sendBuffer: size, cwnd, mss, inFlight, sources } = tcp;
    return window(
      sndbufShare,
      [
        evidence(
          'time limited by the send buffer',
          sndbufShare,
          'share',
          sources,
          'of the time with something to send',
        ),
        ...(size === undefined
          ? []
          : [evidence('send buffer', size, 'bytes', sources, 'memory, about twice the payload that fits')]),
        evidence('on the way', inFlight * mss, 'bytes', sources, 'what the send buffer had'),
        evidence('congestion window', cwnd * mss, 'bytes', sources, 'what the network would allow'),
      ],
      signs,
    );
  },
};
