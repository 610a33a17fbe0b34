import type { Capture, WirePacket } from './capture.js';
import type { SimulatedPackets } from './simulated-packets.js';

/** Times agree within this share of the time since the first data packet, and this much more, ns. */
const tolerance = { share: 1e-3, ns: 20_000 };

/** Packets of either side that are shown before and behind the first difference. */
const contextLength = 8;

/** Two packet sequences, the kernel's and the simulator's, side by side. */
export interface PacketComparison {
  /** Packets that were compared. */
  readonly measured: number;
  readonly simulated: number;
  /** Acknowledgements with SACK of the simulation that are left out, because the capture has none of them. */
  readonly withoutSack: number;
  /** Packets before the first that differs in order, flow, sequence number or length. */
  readonly agree: number;
  /** Captured packets that the simulation has too, at the same time within 0.1 % and 20 µs, as a share of all. */
  readonly share: number;
  /** First packet whose time is further off; null if none of those that agree is. */
  readonly firstLate: { readonly index: number; readonly measuredNs: number; readonly simulatedNs: number } | null;
  /** Null: every packet agrees. */
  readonly difference: PacketDifference | null;
  readonly reached: Reached;
}

export interface PacketDifference {
  readonly index: number;
  /** Null: the sequence ends there. */
  readonly measured: WirePacket | null;
  readonly simulated: WirePacket | null;
  readonly context: {
    /** Index of the first line. */
    readonly from: number;
    readonly measured: readonly WirePacket[];
    readonly simulated: readonly WirePacket[];
  };
}

/** How far the agreement goes, by the clock of the simulation; null where there is no such moment in the capture. */
interface Reached {
  readonly firstRingDropNs: number | null;
  readonly firstRingDrop: boolean | null;
  readonly firstRecoveryEndNs: number | null;
  readonly firstRecoveryEnd: boolean | null;
  readonly end: boolean;
}

/** Holds a capture against the simulation's own packets up to the last captured one. */
export function comparePackets(capture: Capture, run: SimulatedPackets): PacketComparison {
  const measured = capture.packets;
  const end = measured.at(-1)?.time ?? 0;
  const seen = capture.hasSack ? run.packets : run.packets.filter(({ sack }) => sack === '');
  const agree = agreeing(measured, seen);
  const late = measured.findIndex((packet, i) => i < agree && !onTime(packet, seen[i]!));
  const untilEnd = seen.filter(({ time }) => time <= end);
  // Behind the last captured packet nothing is known: a simulation that goes on does not differ there.
  const whole = agree === measured.length;
  const when = whole ? Number.POSITIVE_INFINITY : (seen[agree]?.time ?? Number.POSITIVE_INFINITY);
  const passed = (time: number | null) => (time === null || time > end ? null : whole || time < when);
  const from = Math.max(0, agree - contextLength);
  return {
    measured: measured.length,
    simulated: untilEnd.length,
    withoutSack: run.packets.length - seen.length,
    agree,
    share: matching(measured, seen) / Math.max(1, measured.length),
    firstLate: late === -1 ? null : { index: late, measuredNs: measured[late]!.time, simulatedNs: seen[late]!.time },
    difference: whole
      ? null
      : {
          index: agree,
          measured: measured[agree] ?? null,
          simulated: seen[agree] ?? null,
          context: {
            from,
            measured: measured.slice(from, agree + contextLength + 1),
            simulated: seen.slice(from, agree + contextLength + 1),
          },
        },
    reached: {
      firstRingDropNs: run.firstRingDrop,
      firstRingDrop: passed(run.firstRingDrop),
      firstRecoveryEndNs: run.firstRecoveryEnd,
      firstRecoveryEnd: passed(run.firstRecoveryEnd),
      end: whole,
    },
  };
}

function agreeing(measured: readonly WirePacket[], simulated: readonly WirePacket[]): number {
  const differs = measured.findIndex((packet, i) => simulated[i] === undefined || name(packet) !== name(simulated[i]!));
  return differs === -1 ? measured.length : differs;
}

/** Packets with a twin: the same packet for the same time, however many others are missing or too many before it. */
function matching(measured: readonly WirePacket[], simulated: readonly WirePacket[]): number {
  const twins = new Map<string, WirePacket[]>();
  for (const packet of simulated) {
    const known = twins.get(name(packet));
    if (known) known.push(packet);
    else twins.set(name(packet), [packet]);
  }
  const used = new Map<string, number>();
  return measured.filter((packet) => {
    const key = name(packet);
    const nth = used.get(key) ?? 0;
    used.set(key, nth + 1);
    const twin = twins.get(key)?.[nth];
    return twin !== undefined && onTime(packet, twin);
  }).length;
}

function name({ direction, flow, seq, length }: WirePacket): string {
  return `${direction} ${flow} ${seq} ${length}`;
}

function onTime(measured: WirePacket, simulated: WirePacket): boolean {
  return Math.abs(simulated.time - measured.time) <= tolerance.share * measured.time + tolerance.ns;
}
