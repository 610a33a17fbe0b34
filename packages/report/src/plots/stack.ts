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

/**
 * Panels below each other as one SVG: all have the same width and margins, so that their x axes are one.
 *
 * @param standalone with the theme's colours, for a file; a page has them already
 */
export function stack(
  panels: readonly Panel[],
  { title, width, standalone }: { title: string; width: number; standalone: boolean },
): string {
  let y = headHeight;
  const parts = panels.map(({ title: name, svg, height }) => {
    const label = `<text x="12" y="${y + 14}" font-weight="600" fill="var(--title)">${escaped(name)}</text>`;
    const placed = svg.replace('<svg ', `<svg x="0" y="${y + titleHeight}" `);
    y += titleHeight + height;
    return `${label}\n${placed}`;
  });
  const key = (x: number, color: string, name: string, dots: boolean) =>
    `<line x1="${x}" x2="${x + 26}" y1="43" y2="43" stroke="var(--${color})" stroke-width="2"/>${
      dots ? `<circle cx="${x + 13}" cy="43" r="3.5" fill="var(--${color})"/>` : ''
    }<text x="${x + 32}" y="47">${name}</text>`;
  const size = `viewBox="0 0 ${width} ${y + 8}" width="${width}" height="${y + 8}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${escaped(fontFamily)}" font-size="12.5" fill="var(--ink)" color="var(--ink)">
<title>${escaped(title)}</title>
${standalone ? `<style>${themeCss}</style>\n<rect width="100%" height="100%" rx="8" fill="var(--ground)"/>\n` : ''}<text x="12" y="22" font-size="15" font-weight="600" fill="var(--title)">${escaped(title)}</text>
${key(12, 'measured', 'measured: Linux 7.3', true)}
${key(190, 'simulated', 'simulated: tunq', false)}
<text x="350" y="47">dashed: ssthresh</text>
${parts.join('\n')}
</svg>`;
}
