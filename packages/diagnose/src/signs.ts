import { type Evidence, evidence } from './evidence.js';
import type { Facts } from './facts.js';
import { thresholds } from './thresholds.js';

/** What several rules ask of the facts. */
export interface Signs {
  /** A queue stands somewhere between sender and receiver. */
  readonly standing: 'yes' | 'no' | 'unclear';
  readonly standingEvidence: readonly Evidence[];
  /** RTT above the least RTT, ms. */
  readonly queueMs: number;
  /** Time that the packets in the ring take to leave it, ms. */
  readonly ringMs?: number;
  /** The same of a full ring. */
  readonly fullRingMs?: number;
  /** Where what TCP sent again was lost. */
  readonly losses: 'none' | 'ring' | 'elsewhere' | 'unclear';
  /** Too few to exclude that they agree by chance. */
  readonly fewLosses: boolean;
  /** The ring dropped far more than these connections sent again: ACKs of the other direction, or other traffic. */
  readonly otherDrops: boolean;
  readonly lossEvidence: readonly Evidence[];
  /** The driver dropped nothing; undefined if no source says so. */
  readonly ringClean?: boolean;
  /** The qdisc dropped nothing. */
  readonly qdiscClean?: boolean;
  /** No window and no application holds TCP back for long. */
  readonly bulk: boolean;
  /** The application has nothing to send at times. */
  readonly pauses: boolean;
  readonly bulkEvidence: readonly Evidence[];
  readonly qdiscKind?: string;
}

export function readSigns(facts: Facts): Signs {
  const { tcp, device, queue } = facts;
  const packetsPerMs = tcp?.rate === undefined ? undefined : tcp.rate / (tcp.mss * 8) / 1e3;
  const held = queue?.held.length ? mean(queue.held) : undefined;
  const ringMs =
    held !== undefined && packetsPerMs
      ? Math.min(Math.max(0, held), device?.txqueuelen ?? held) / packetsPerMs
      : undefined;
  const fullRingMs = device?.txqueuelen !== undefined && packetsPerMs ? device.txqueuelen / packetsPerMs : undefined;
  const ringClean = device?.dropsEver === 0 ? true : device?.drops === undefined ? undefined : device.drops === 0;
  const qdiscClean = queue?.dropsEver === 0 ? true : queue?.drops === undefined ? undefined : queue.drops === 0;
  const qdiscKind = queue?.kind ?? device?.qdisc;
  return {
    ...standing(facts, fullRingMs, packetsPerMs),
    ...(ringMs !== undefined && { ringMs }),
    ...(fullRingMs !== undefined && { fullRingMs }),
    ...losses(facts),
    ...(ringClean !== undefined && { ringClean }),
    ...(qdiscClean !== undefined && { qdiscClean }),
    bulk:
      tcp !== undefined && tcp.rwndShare < thresholds.limited && tcp.sndbufShare < thresholds.limited && !pauses(facts),
    pauses: pauses(facts),
    bulkEvidence: tcp ? windowEvidence(facts) : [],
    ...(qdiscKind !== undefined && { qdiscKind }),
  };
}

function standing(
  { tcp }: Facts,
  fullRingMs: number | undefined,
  packetsPerMs: number | undefined,
): Pick<Signs, 'standing' | 'standingEvidence' | 'queueMs'> {
  if (!tcp || !Number.isFinite(tcp.minRttMs)) return { standing: 'unclear', standingEvidence: [], queueMs: 0 };
  const queueMs = Math.max(0, tcp.rttMs - tcp.minRttMs);
  const { standing: high, level: low, minRttSeconds } = thresholds;
  const over = ({ share, ms }: { share: number; ms: number }): boolean => queueMs > share * tcp.minRttMs + ms;
  const forgotten = tcp.busySeconds > minRttSeconds && (fullRingMs ?? Number.POSITIVE_INFINITY) > low.share * tcp.rttMs;
  // Little's law: on average fewer packets wait than a queue has; delayed ACKs and timers move the RTT, too.
  const few = packetsPerMs !== undefined && queueMs * packetsPerMs < thresholds.waiting;
  // A queue that stands is there in every sample; ACKs that wait for more data are not.
  const varies = tcp.rttVarMs >= queueMs;
  const answer = over(high) && !few ? 'yes' : (over(low) && !varies) || forgotten ? 'unclear' : 'no';
  const means = {
    yes: 'packets wait in a queue all the time',
    no: 'packets do not wait anywhere for long: no queue stands',
    unclear: forgotten
      ? 'the connection is older than the five minutes of the least RTT, which may contain a queue'
      : few
        ? 'at this rate that is not even a packet or two that wait'
        : 'between a queue that stands and one that comes and goes',
  }[answer];
  return {
    standing: answer,
    queueMs,
    standingEvidence: [
      evidence('RTT', tcp.rttMs, 'ms', tcp.sources, means),
      evidence('least RTT', tcp.minRttMs, 'ms', tcp.sources, 'the path without queues'),
    ],
  };
}

/** Compares the drops of the ring with what TCP sent again, in the same time or ever. */
function losses({
  tcp,
  device,
  machineRetransmits,
}: Facts): Pick<Signs, 'losses' | 'fewLosses' | 'otherDrops' | 'lossEvidence'> {
  if (!tcp || device?.dropsEver === undefined) {
    return { losses: 'unclear', fewLosses: true, otherDrops: false, lossEvidence: [] };
  }
  const { drops, dropsEver } = device;
  const ever = { drops: dropsEver, resent: tcp.retransmitsEver, when: 'since the start' };
  const now =
    tcp.windowed && drops !== undefined ? { drops, resent: tcp.retransmits, when: 'between the snapshots' } : undefined;
  const say = (answer: Signs['losses'], { drops: lost, resent, when }: typeof ever, means: string) => ({
    losses: answer,
    fewLosses: resent < thresholds.losses,
    otherDrops: lost > thresholds.otherDrops * resent,
    lossEvidence: [
      evidence(`packets that the driver dropped ${when}`, lost, 'packets', device.sources, means),
      evidence(`segments that TCP sent again ${when}`, resent, 'segments', tcp.sources, 'what TCP takes for lost'),
      ...(machineRetransmits === undefined
        ? []
        : [
            evidence(
              'segments that the whole machine sent again between the snapshots',
              machineRetransmits.value,
              'segments',
              machineRetransmits.sources,
              'TcpRetransSegs, other connections included',
            ),
          ]),
    ],
  });
  const { ringLosses, losses: few, sameCount } = thresholds;
  if (ever.resent === 0) return say('none', ever, dropsEver === 0 ? 'the ring never overflowed' : 'of other traffic');
  if (dropsEver === 0) return say(ever.resent < few ? 'unclear' : 'elsewhere', ever, 'the ring never overflowed');
  // One loss in slow start is enough for a window that stays small for long.
  if (Math.abs(dropsEver - ever.resent) <= sameCount * ever.resent) {
    return say('ring', ever, 'as many as TCP sent again: these are its losses');
  }
  if (now && now.resent > 0 && now.drops === now.resent)
    return say('ring', now, 'as many as TCP sent again: these are its losses');
  const compared = now && now.resent >= few ? now : undefined;
  if (compared) {
    if (compared.drops > thresholds.otherDrops * compared.resent)
      return say('ring', compared, 'far more than TCP sent again: ACKs or other traffic are among them');
    if (compared.drops >= ringLosses.most * compared.resent)
      return say('ring', compared, 'most of what TCP sent again');
    if (compared.drops <= ringLosses.few * compared.resent)
      return say('elsewhere', compared, 'few of what TCP sent again');
  }
  return say('unclear', compared ?? ever, 'of these connections, or of what went before');
}

/** The application leaves the connection idle at times. */
function pauses({ tcp }: Facts): boolean {
  if (!tcp) return false;
  const { busyShare = 1, elapsedMs = 0, windowed } = tcp;
  // Before its first data a connection waits for the others that begin with it.
  const beginning = !windowed && (1 - busyShare) * elapsedMs < thresholds.beginning;
  if (busyShare < thresholds.busy.pauses && !beginning) return true;
  return tcp.appLimited && tcp.notSent < tcp.mss && windowed;
}

function windowEvidence({ tcp }: Facts): Evidence[] {
  const { rwndShare, sndbufShare, appLimited, busyShare, sources } = tcp!;
  return [
    evidence('time limited by the receive window', rwndShare, 'share', sources, 'of the time with something to send'),
    evidence('time limited by the send buffer', sndbufShare, 'share', sources, 'of the time with something to send'),
    evidence(
      'application-limited',
      appLimited ? 'yes' : 'no',
      '',
      sources,
      appLimited ? 'nothing waited to be sent' : 'data waited to be sent',
    ),
    ...(busyShare === undefined
      ? []
      : [
          evidence(
            'time with something to send',
            busyShare,
            'share',
            sources,
            busyShare < thresholds.busy.pauses ? 'the application pauses' : 'the application does not pause',
          ),
        ]),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
