/** The part of README.md that `tunq reproduce` fills: how far off the simulation is, and where. */

interface Errors {
  readonly medianAbs: number;
  readonly p90Abs: number;
  readonly maxAbs: number;
}

interface Set {
  readonly cells: number;
  readonly goodput: Errors | null;
  readonly meanRtt: Errors | null;
}

/** What of `reproduce --json` is shown. */
export interface Report {
  readonly tables: readonly { readonly name: string; readonly title: string }[];
  readonly cells: readonly {
    readonly table: string;
    readonly row: string;
    readonly column: string;
    readonly role: 'calibration' | 'prediction';
    readonly params: { readonly settings: { readonly duration: string } };
    readonly measured: { readonly goodputMbps: number };
    readonly simulated: { readonly goodputMbps: number; readonly cpuSeconds: number };
    readonly error: { readonly goodput: number | null; readonly meanRtt: number | null };
  }[];
  readonly summary: Set & {
    readonly calibration: Set;
    readonly predictions: Set;
    readonly predictionsWithDrops: Set;
    readonly predictionsWithoutDrops: Set;
    readonly tables: readonly (Set & { readonly name: string })[];
  };
}

/** Cells that are further off are listed one by one. */
const listed = 0.25;

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(0)} %`;
/** Four digits; below 10, two decimals. */
const rate = (value: number) => String(Number(value < 10 ? value.toFixed(2) : value.toPrecision(4)));

/** The numbers as Markdown. */
export function formatNumbers({ tables, cells, summary }: Report): string {
  const line = (name: string, { cells: count, goodput }: Set) =>
    goodput
      ? `| ${name} | ${count} | ${percent(goodput.medianAbs)} | ${percent(goodput.p90Abs)} | ${percent(goodput.maxAbs)} |`
      : `| ${name} | ${count} | – | – | – |`;
  const titles = new Map(tables.map(({ name, title }) => [name, title]));
  const cpu = cells.reduce((sum, { simulated }) => sum + simulated.cpuSeconds, 0);
  return [
    '| error of goodput, absolute | cells | median | p90 | max |',
    '|---|---|---|---|---|',
    ...summary.tables.map((set) => line(titles.get(set.name)!, set)),
    line('**predictions**', summary.predictions),
    line('of these, with drops in the ring', summary.predictionsWithDrops),
    line('of these, without', summary.predictionsWithoutDrops),
    line('**calibration** (rows that a parameter was fitted on)', summary.calibration),
    line('**all**', summary),
    '',
    ...rttLines(cells, summary),
    `The ${cells.length} simulations of ${lengths(cells)} took ${cpu.toFixed(1)} s, added up.`,
    '',
    `Rows that are off by more than ${listed * 100} % (Mbit/s, published → simulated):`,
    '',
    ...outliers(cells, titles),
    '',
  ].join('\n');
}

/** `10 s`, or `10 s and 60 s`. */
function lengths(cells: Report['cells']): string {
  const all = new Set(cells.map(({ params }) => params.settings.duration.replace(/(?<=\d)(?=[a-z])/, ' ')));
  return [...all].sort().join(' and ');
}

/** The mean RTT where the raw runs have it. */
function rttLines(cells: Report['cells'], { meanRtt }: Set): string[] {
  if (!meanRtt) return [];
  const count = cells.filter(({ error }) => error.meanRtt !== null).length;
  const { medianAbs, p90Abs, maxAbs } = meanRtt;
  return [
    `The mean RTT of the ${count} QEMU runs, whose raw data are public, is further off: median ${percent(medianAbs)},`,
    `p90 ${percent(p90Abs)}, max ${percent(maxAbs)}; \`tunq reproduce\` lists each, with its retransmits.`,
    '',
  ];
}

function outliers(cells: Report['cells'], titles: ReadonlyMap<string, string>): string[] {
  const groups = new Map<string, string[]>();
  for (const { table, row, column, role, measured, simulated, error } of cells) {
    if (error.goodput === null || Math.abs(error.goodput) <= listed) continue;
    const group = `**${titles.get(table)}**, ${column.replace(/_mbps$/, '').replaceAll('_', ' ')}`;
    const change = `${measured.goodputMbps} → ${rate(simulated.goodputMbps)}`;
    const entry = `${row}: ${change} (${signed(error.goodput)}${role === 'calibration' ? ', fitted' : ''})`;
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups].map(([group, entries]) => wrap(`- ${group}: ${entries.join('; ')}`));
}

/** Lines of at most 120 characters; further ones belong to the same item of a list. */
export function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line.length + 1 + word.length > 120) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
