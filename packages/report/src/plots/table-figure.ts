import type { FigureOptions } from './cell-figure.js';
import type { DrawnTable, DrawnTableCell } from './reproduction.js';
import type { Panel } from './stack.js';
import { tablePanels } from './table-panels.js';
import { escaped, fontFamily, themeCss } from './theme.js';

const headHeight = 66;
const titleHeight = 24;
const gap = 16;

/** A table as one SVG: its columns as panels beside and below each other, with title and key. */
export function tableFigure(
  table: DrawnTable,
  cells: readonly DrawnTableCell[],
  { document, width = 880, standalone = false }: FigureOptions = {},
): string {
  const count = new Set(cells.map(({ column }) => column)).size;
  const across = count === 3 ? 3 : Math.min(count, 2);
  const panelWidth = Math.floor((width - gap * (across + 1)) / across);
  const panels = tablePanels(table, cells, { ...(document && { document }), width: panelWidth });
  let y = headHeight;
  const parts: string[] = [];
  for (let first = 0; first < panels.length; first += across) {
    const line = panels.slice(first, first + across);
    parts.push(...line.map((panel, index) => placed(panel, gap + index * (panelWidth + gap), y)));
    y += titleHeight + Math.max(...line.map(({ height }) => height)) + gap / 2;
  }
  const size = `viewBox="0 0 ${width} ${y}" width="${width}" height="${y}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${escaped(fontFamily)}" font-size="12.5" fill="var(--ink)" color="var(--ink)">
<title>${escaped(table.title)}: published and simulated</title>
${standalone ? `<style>${themeCss}</style>\n<rect width="100%" height="100%" rx="8" fill="var(--ground)"/>\n` : ''}<text x="${gap}" y="24" font-size="15" font-weight="600" fill="var(--title)">${escaped(table.title)}</text>
<g transform="translate(${gap}, 47)">${keyMarks(cells)}</g>
${parts.join('\n')}
</svg>`;
}

function placed({ title, svg }: Panel, x: number, y: number): string {
  return `<text x="${x}" y="${y + 14}" font-weight="600" fill="var(--title)">${escaped(title)}</text>
${svg.replace('<svg ', `<svg x="${x}" y="${y + titleHeight}" `)}`;
}

/** The key of {@link keyItems}, drawn in one line. */
function keyMarks(cells: readonly DrawnTableCell[]): string {
  let x = 0;
  return keyItems(cells)
    .map(({ mark, text }) => {
      const item = `<g transform="translate(${x + 7}, 0)">${mark}</g><text x="${x + 20}" y="4.5">${escaped(text)}</text>`;
      x += 36 + text.length * 6.6;
      return item;
    })
    .join('');
}

/** What the marks of a panel mean; each is drawn around 0. */
export function keyItems(cells: readonly DrawnTableCell[]): { readonly mark: string; readonly text: string }[] {
  const repeats = Math.max(1, ...cells.map(({ spread }) => spread?.repeats.length ?? 1));
  const fitted = cells.some(({ role }) => role === 'calibration');
  return [
    { mark: '<circle r="6" fill="none" stroke="var(--measured)" stroke-width="2"/>', text: 'published' },
    {
      mark: '<circle r="3.2" fill="var(--simulated)"/>',
      text: repeats > 1 ? `simulated, median of ${repeats} runs` : 'simulated',
    },
    ...(repeats > 1
      ? [
          {
            mark: '<rect x="-3" y="-8" width="6" height="16" fill="var(--simulated)" fill-opacity="0.45"/>',
            text: 'their range',
          },
        ]
      : []),
    ...(fitted
      ? [
          {
            mark: '<rect x="-7" y="-8" width="14" height="16" fill="var(--fitted)" fill-opacity="0.28"/>',
            text: 'a parameter was fitted on it',
          },
        ]
      : []),
  ];
}
