import type { PacketValidation, Validation } from '@tunq/report';

/** The parts of docs/validation.md that `tunq validate` fills. */

/** What of `validate --packets all --json` is shown. */
export interface PacketReport {
  readonly captures: readonly (Partial<Pick<PacketValidation, 'measured' | 'agree' | 'share' | 'reached'>> & {
    readonly name: string;
    readonly reason?: string;
  })[];
}

/** Cells whose course over time is drawn. */
const worstCount = 3;

const titles: Readonly<Record<string, string>> = {
  goodput: 'goodput',
  meanRtt: 'mean RTT',
  retransmits: 'retransmits, where measured > 20',
  queueStops: 'stops, backpressure cells',
  queueWakes: 'wakes, backpressure cells',
};

const percent = (value: number, digits = 2) => `${(value * 100).toFixed(digits)} %`;
const signed = (value: number | null) =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)} %`;
/** Four digits; below 1, three decimals. */
const number = (value: number) => String(Number(value < 1 ? value.toFixed(3) : value.toPrecision(4)));

/** Every generated part of the page by its name. */
export function validationParts(
  kernel: Validation,
  differential: Validation,
  packets: PacketReport,
): Readonly<Record<string, string>> {
  return {
    'validation bars': barTable(kernel),
    'validation packets': packetTable(packets),
    'validation worst': worstFigures(kernel),
    'validation cells': cellTable(kernel),
    'validation differential': `${barTable(differential)}\n${cellTable(differential)}`,
  };
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')}\n`;
}

function barTable({ bars, summary }: Validation): string {
  const figures = [...new Set(bars.filter(({ statistic }) => statistic !== 'count').map(({ figure }) => figure))];
  const value = (figure: string, statistic: string) => {
    const bar = bars.find((candidate) => candidate.figure === figure && candidate.statistic === statistic);
    if (!bar) return '–';
    const shown = bar.value === null ? 'no number' : percent(bar.value);
    return `${bar.pass ? shown : `**${shown}**`} (≤ ${percent(bar.limit, 0)})`;
  };
  const { cells, missed, zeroDrops, ordering } = summary;
  return [
    table(
      ['absolute error', 'median', '90 % of cells', 'all cells'],
      figures.map((figure) => [
        titles[figure] ?? figure,
        value(figure, 'median'),
        value(figure, 'p90'),
        value(figure, 'max'),
      ]),
    ),
    `Simulated: ${cells - missed} of ${cells} cells. No drops where the kernel has none: ${zeroDrops.cells - zeroDrops.violations} of`,
    `${zeroDrops.cells}. Two cells whose goodput differs by more than 5 % are in the same order in ${ordering.pairs - ordering.violations} of`,
    `${ordering.pairs} pairs. Bold: the bar in brackets is missed.`,
    '',
  ].join('\n');
}

function cellTable({ cells, misses }: Validation): string {
  const pair = (measured: number | undefined, simulated: number | undefined, error: number | null) =>
    measured === undefined || simulated === undefined
      ? '–'
      : `${number(measured)} → ${number(simulated)}${measured === 0 && simulated === 0 ? '' : ` (${signed(error)})`}`;
  return table(
    ['cell', 'goodput, Mbit/s', 'mean RTT, ms', 'retransmits', 'ring drops', 'stops'],
    [
      ...cells.map(({ id, measured, simulated, error }) => [
        id,
        pair(measured.goodputMbps, simulated.goodputMbps, error.goodput),
        pair(measured.rttMs?.mean, simulated.rttMs?.mean, error.meanRtt),
        pair(measured.retransmits, simulated.retransmits, error.retransmits),
        measured.ringDrops === undefined ? '–' : `${measured.ringDrops} → ${simulated.ringDrops}`,
        pair(measured.queueStops, simulated.queueStops, error.queueStops),
      ]),
      ...misses.map(({ id, reason }) => [id, `not simulated: ${reason}`, '', '', '', '']),
    ],
  );
}

function packetTable({ captures }: PacketReport): string {
  const reach = (value: boolean | null | undefined) => (value == null ? '–' : value ? 'yes' : '**no**');
  return table(
    [
      'capture',
      'packets',
      'agree from the start',
      'beyond the first ring drop',
      'the first recovery',
      'to the end',
      'same packet, same time',
    ],
    captures.map(({ name, reason, measured = 0, agree = 0, share = 0, reached }) =>
      reason === undefined
        ? [
            name,
            String(measured),
            String(agree),
            reach(reached?.firstRingDrop),
            reach(reached?.firstRecoveryEnd),
            reach(reached?.end),
            percent(share, 1),
          ]
        : [name, `not simulated: ${reason.replace(/^.*?:\d+:\d+: /, '').split('; ')[0]}`, '', '', '', '', ''],
    ),
  );
}

/** The cells whose goodput is furthest off; `docs/images/make.mjs` draws the same. */
function worstFigures({ cells }: Validation): string {
  const size = ({ error }: Validation['cells'][number]) => Math.abs(error.goodput ?? 0);
  return [...cells]
    .sort((a, b) => size(b) - size(a))
    .slice(0, worstCount)
    .map(
      ({ id, error }, i) =>
        `**${id}**, goodput ${signed(error.goodput)}:\n\n![${id}](images/validation-${i + 1}.svg)\n`,
    )
    .join('\n');
}
