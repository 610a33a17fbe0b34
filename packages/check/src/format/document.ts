import { documented, documentedPolicies } from '../documented.js';
import { lanesOf } from '../lanes.js';
import { columnNames, columns, type Row } from '../table.js';

/** The table as data, for `--json`: a verdict per policy, memory model and column, with its losing schedule. */
export function checkDocument(rows: readonly Row[]): object {
  return {
    rows: rows.map(({ policy, memory, states, transitions, searches, finished, cells }) => ({
      policy,
      memory,
      states,
      transitions,
      searches,
      finished,
      verdicts: Object.fromEntries(
        columnNames.map((column) => {
          const { verdict, states: found, drops, witness } = cells[column];
          const known = documented(policy, column);
          return [
            column,
            {
              title: columns[column].title,
              verdict,
              ...(documentedPolicies.includes(policy) && { documented: known?.verdicts[memory] ?? 'holds' }),
              ...(known?.verdicts[memory] === verdict && {
                why: known.why,
                ...(known.fault !== undefined && { fault: known.fault }),
              }),
              states: found,
              ...(drops > 0 && { dropTransitions: drops }),
              ...(witness && { property: witness.property, schedule: scheduleDocument(witness) }),
            },
          ];
        }),
      ),
    })),
  };
}

function scheduleDocument(witness: NonNullable<Row['cells']['drop']['witness']>): object {
  const { instance } = witness.schedule;
  const { title, threads, steps, ending } = lanesOf(witness);
  const { ring, producers, reader, batch, life = 'none' } = instance;
  return {
    title,
    ring,
    producers,
    reader,
    life,
    ...(batch !== undefined && { batch }),
    length: steps.length,
    ending,
    steps: steps.map(({ thread, text, state }) => ({ thread: threads[thread], does: text, state })),
  };
}
