import type { Advice, AdviseOutcome } from '@tunq/sim';

/** Choices of the same figures that differ in the length alone. */
export interface FrontRow {
  readonly outcomes: readonly AdviseOutcome[];
  /** `1,000–5,000`, or one length. */
  readonly lengths: string;
}

/** The Pareto front by latency; equal choices in one row. Today's choice and the picks are there in any case. */
export function frontRows({ outcomes, recommendation }: Pick<Advice, 'outcomes' | 'recommendation'>): FrontRow[] {
  const { pick, today, withoutBackpressure } = recommendation;
  const shown = outcomes.filter(({ id, front }) => front || id === pick || id === today || id === withoutBackpressure);
  const groups = new Map<string, AdviseOutcome[]>();
  for (const outcome of shown) {
    const { flowControl, qdisc, front, goodputMbps, pingAddedMs, id } = outcome;
    const alone = [pick, today, withoutBackpressure].includes(id) ? id : '';
    const key = [flowControl, qdisc, front, goodputMbps.median, pingAddedMs?.median, alone].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups.values()]
    .map((group) => ({ outcomes: group, lengths: lengthsOf(group) }))
    .sort((a, b) => latency(a) - latency(b) || goodput(a) - goodput(b));
}

/** A column of the grid: a flow control above a qdisc. */
export interface GridColumn {
  readonly flowControl: AdviseOutcome['flowControl'];
  readonly qdisc: AdviseOutcome['qdisc'];
}

export function gridColumns(outcomes: readonly AdviseOutcome[]): GridColumn[] {
  const seen = new Map<string, GridColumn>();
  for (const { flowControl, qdisc } of outcomes) seen.set(`${flowControl} ${qdisc}`, { flowControl, qdisc });
  return [...seen.values()];
}

export function gridLengths(outcomes: readonly AdviseOutcome[]): number[] {
  return [...new Set(outcomes.map(({ queueLength }) => queueLength))].sort((a, b) => a - b);
}

function lengthsOf(group: readonly AdviseOutcome[]): string {
  const lengths = gridLengths(group).map((length) => length.toLocaleString('en'));
  return lengths.length > 1 ? `${lengths[0]}–${lengths.at(-1)}` : lengths[0]!;
}

function latency({ outcomes }: FrontRow): number {
  return outcomes[0]!.pingAddedMs?.median ?? Number.POSITIVE_INFINITY;
}

function goodput({ outcomes }: FrontRow): number {
  return outcomes[0]!.goodputMbps.median;
}

/** The outcome of a column and a length; undefined where that was not tried. */
export function outcomeAt(
  outcomes: readonly AdviseOutcome[],
  { flowControl, qdisc }: GridColumn,
  queueLength: number,
): AdviseOutcome | undefined {
  return outcomes.find(
    (one) => one.queueLength === queueLength && one.flowControl === flowControl && one.qdisc === qdisc,
  );
}

/** What a choice is in the answer. */
export function notesOf(
  { id }: AdviseOutcome,
  { pick, today, withoutBackpressure }: Advice['recommendation'],
): string[] {
  return [
    ...(id === pick ? ['recommended'] : []),
    ...(id === today ? ['today'] : []),
    ...(id === withoutBackpressure ? ['otherwise'] : []),
  ];
}
