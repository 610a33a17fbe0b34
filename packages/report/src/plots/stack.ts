import { escaped, fontFamily, themeCss } from './theme.js';

/** A drawing of Observable Plot with its place in a stack. */
export interface Panel {
  readonly title: string;
  /** `outerHTML` of the SVG. */
  readonly svg: string;
  readonly height: number;
}

const headHeight = 58;
const titleHeight = 22;

/** What a line of the drawing means. */
export interface KeyItem {
  readonly text: string;
  readonly color: string;
  readonly mark?: 'line' | 'dots' | 'block' | 'none';
}

const keyTop = 43;
const letter = 6.7;
const titleLetter = 8.8;

/** The items in one line, as many as the width has room for. */
function keyOf(items: readonly KeyItem[], width: number): string {
  let x = 12;
  return items
    .flatMap(({ text, color, mark = 'line' }) => {
      const at = mark === 'none' ? x : x + 32;
      const end = at + text.length * letter;
      if (end > width) return [];
      const line = `<line x1="${x}" x2="${x + 26}" y1="${keyTop}" y2="${keyTop}" stroke="${color}" stroke-width="2"/>`;
      const dot = `<circle cx="${x + 13}" cy="${keyTop}" r="3.5" fill="${color}"/>`;
      const block = `<rect x="${x}" y="${keyTop - 6}" width="26" height="12" fill="${color}"/>`;
      const drawn = { line, dots: line + dot, block, none: '' }[mark];
      x = end + 22;
      return `${drawn}<text x="${at}" y="${keyTop + 4}">${escaped(text)}</text>`;
    })
    .join('\n');
}

/** A title that fits; all of it stands in the drawing's `<title>`. */
function shortened(title: string, width: number): string {
  const most = Math.floor((width - 24) / titleLetter);
  return title.length > most ? `${title.slice(0, most - 1)}…` : title;
}

/**
 * Panels below each other as one SVG: all have the same width and margins, so that their x axes are one.
 *
 * @param standalone with the theme's colours, for a file; a page has them already
 */
export function stack(
  panels: readonly Panel[],
  { title, width, standalone, key }: { title: string; width: number; standalone: boolean; key: readonly KeyItem[] },
): string {
  let y = headHeight;
  const parts = panels.map(({ title: name, svg, height }) => {
    const label = `<text x="12" y="${y + 14}" font-weight="600" fill="var(--title)">${escaped(name)}</text>`;
    const placed = svg.replace('<svg ', `<svg x="0" y="${y + titleHeight}" `);
    y += titleHeight + height;
    return `${label}\n${placed}`;
  });
  const size = `viewBox="0 0 ${width} ${y + 8}" width="${width}" height="${y + 8}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${escaped(fontFamily)}" font-size="12.5" fill="var(--ink)" color="var(--ink)">
<title>${escaped(title)}</title>
${standalone ? `<style>${themeCss}</style>\n<rect width="100%" height="100%" rx="8" fill="var(--ground)"/>\n` : ''}<text x="12" y="22" font-size="15" font-weight="600" fill="var(--title)">${escaped(shortened(title, width))}</text>
${keyOf(key, width)}
${parts.join('\n')}
</svg>`;
}
