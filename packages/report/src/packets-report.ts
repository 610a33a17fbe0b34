import { formatCount, formatMs, formatPercent } from './format.js';
import { printable } from './printable.js';
import { colors, plain, type Style } from './style.js';
import { fits, renderTable } from './text-table.js';
import { wrap } from './wrap.js';

/** What a comparison of packets must hold to be shown; `@tunq/reference` makes one. */
export interface PacketValidation {
  readonly measured: number;
  readonly simulated: number;
  readonly withoutSack: number;
  readonly agree: number;
  readonly share: number;
  readonly firstLate: { readonly index: number; readonly measuredNs: number; readonly simulatedNs: number } | null;
  readonly difference: {
    readonly index: number;
    readonly measured: ShownPacket | null;
    readonly simulated: ShownPacket | null;
    readonly context: {
      readonly from: number;
      readonly measured: readonly ShownPacket[];
      readonly simulated: readonly ShownPacket[];
    };
  } | null;
  readonly reached: {
    readonly firstRingDropNs: number | null;
    readonly firstRingDrop: boolean | null;
    readonly firstRecoveryEndNs: number | null;
    readonly firstRecoveryEnd: boolean | null;
    readonly end: boolean;
  };
}

interface ShownPacket {
  readonly time: number;
  readonly direction: 'data' | 'ack';
  readonly flow: number;
  readonly seq: number;
  readonly length: number;
  readonly window: number | null;
  readonly sack: string;
}

/** One capture: how far the packets agree, and what stands around the first that does not. Ends without a newline. */
export function formatPackets(name: string, comparison: PacketValidation, style: Style = plain): string {
  const { bold, green, red, dim } = colors(style);
  const { agree, measured, share, withoutSack, difference, firstLate } = comparison;
  const lines = [
    bold(printable(name)),
    `${(difference === null ? green : red)(`${formatCount(agree)} of ${formatCount(measured)} packets agree`)} in order, sequence number and length before the first that differs`,
    `${formatPercent(share)} of the packets are in the simulation at the same time within 0.1 % + 20 µs`,
    ...milestones(comparison, style),
  ];
  if (firstLate) {
    const { index, measuredNs, simulatedNs } = firstLate;
    lines.push(`first time that is further off: packet ${formatCount(index)}, ${ms(measuredNs)} → ${ms(simulatedNs)}`);
  }
  if (withoutSack > 0) {
    lines.push(
      dim(`left out: ${formatCount(withoutSack)} simulated acknowledgements with SACK; the capture has lost them`),
    );
  }
  const head = lines.join('\n');
  return wrap(difference === null ? head : `${head}\n\n${contextTable(difference, style)}`, style.width);
}

function milestones({ reached }: PacketValidation, style: Style): string[] {
  const { green, red } = colors(style);
  const line = (what: string, ns: number | null, agrees: boolean | null) =>
    ns === null || agrees === null
      ? []
      : [`${what} at ${ms(ns)}: ${agrees ? green('agrees beyond it') : red('differs before it')}`];
  return [
    ...line('first drop in the ring', reached.firstRingDropNs, reached.firstRingDrop),
    ...line('end of the first recovery', reached.firstRecoveryEndNs, reached.firstRecoveryEnd),
    reached.end ? green('agrees to the end') : red('differs before the end'),
  ];
}

function contextTable({ index, context }: NonNullable<PacketValidation['difference']>, style: Style): string {
  const { red, dim } = colors(style);
  const count = Math.max(context.measured.length, context.simulated.length);
  const rows = Array.from({ length: count }, (_, i) => {
    const at = context.from + i;
    const paint = at === index ? red : at > index ? dim : (text: string) => text;
    const mark = at === index ? red('→') : '';
    return { mark, at, kernel: paint(packet(context.measured[i])), simulation: paint(packet(context.simulated[i])) };
  });
  const wide = renderTable({
    head: ['', 'packet', 'kernel', 'simulation'],
    rows: rows.map(({ mark, at, kernel, simulation }) => [mark, String(at), kernel, simulation]),
    align: ['left', 'right', 'left'],
  });
  if (fits(wide, style)) return wide;
  return rows
    .map(({ mark, at, kernel, simulation }) => {
      const head = `${mark}${mark === '' ? '' : ' '}packet ${at}`;
      return `${head}\n  kernel      ${kernel.replace(/ +/, ' ')}\n  simulation  ${simulation.replace(/ +/, ' ')}`;
    })
    .join('\n');
}

function packet(shown: ShownPacket | undefined): string {
  if (shown === undefined) return '(ends)';
  const { time, direction, flow, seq, length, window, sack } = shown;
  const head = `${(time / 1e6).toFixed(4).padStart(10)} ms  #${flow + 1} `;
  if (direction === 'data') return `${head}> ${seq} +${length}`;
  return `${head}< ${seq}${window === null ? '' : ` win ${window}`}${sack === '' ? '' : ` sack ${sack}`}`;
}

function ms(ns: number): string {
  return formatMs(ns / 1e6);
}
