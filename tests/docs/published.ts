import { wrap } from './numbers.js';

/** The part of docs/validation.md that `tunq reproduce --all` fills; `docs/images/make.mjs` draws the figures that it shows. */

interface Pairs {
  readonly pairs: number;
  readonly violations: number;
  readonly violating: readonly (readonly [higher: string, lower: string])[];
}

/** What of `reproduce --json` is shown. */
export interface TablesReport {
  readonly tables: readonly { readonly name: string; readonly title: string; readonly source: string }[];
  readonly cells: readonly {
    readonly table: string;
    readonly role: 'calibration' | 'prediction';
    readonly params: { readonly settings: { readonly duration: string } };
    readonly rate: { readonly unit: string };
  }[];
  readonly summary: {
    readonly tables: readonly {
      readonly name: string;
      readonly rate: { readonly medianAbs: number; readonly p90Abs: number } | null;
      readonly order: { readonly rows: Pairs; readonly cells: Pairs };
    }[];
    readonly order: { readonly rows: Pairs; readonly cells: Pairs };
  };
}

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const kept = ({ pairs, violations }: Pairs) => `${pairs - violations} of ${pairs}`;

/** Every table with its errors and its figure, as Markdown. */
export function publishedPart({ tables, cells, summary }: TablesReport): string {
  const rows = tables.map(({ name, title }) => {
    const own = cells.filter(({ table }) => table === name);
    const { order, rate } = summary.tables.find((table) => table.name === name)!;
    const unit = [...new Set(own.map(({ rate }) => rate.unit))].join(', ');
    const fitted = own.filter(({ role }) => role === 'calibration').length;
    const length = [...new Set(own.map(({ params }) => params.settings.duration))].join(', ');
    return `| [${title}](#${anchor(title)}) | ${unit} | ${length} | ${own.length} | ${fitted} | ${rate ? percent(rate.medianAbs) : '–'} | ${rate ? percent(rate.p90Abs) : '–'} | ${kept(order.rows)} | ${kept(order.cells)} |`;
  });
  const { order } = summary;
  return [
    '| table | unit | runs of | cells | fitted | median error | 90 % of cells | order of rows | of cells |',
    `|${'---|'.repeat(9)}`,
    ...rows,
    `| **all** | | | ${cells.length} | ${cells.filter(({ role }) => role === 'calibration').length} | | | ${kept(order.rows)} | ${kept(order.cells)} |`,
    '',
    ...reversed(order.rows),
    ...tables.flatMap(({ name, title, source }) => [
      `### ${title}`,
      '',
      wrap(`Published in ${source.replace(/^(https:\S+)$/, '<$1>')}`),
      '',
      `![${title}: published and simulated](images/published-${name}.svg)`,
      '',
    ]),
  ].join('\n');
}

/** Pairs of rows that the simulation has the other way round. */
function reversed({ violating }: Pairs): string[] {
  if (violating.length === 0) return [];
  const items = violating.map(([higher, lower]) => wrap(`- \`${higher}\` is published above \`${lower}\``));
  return ['Pairs of rows whose order is not kept:', '', ...items, ''];
}

/** As GitHub makes it of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
