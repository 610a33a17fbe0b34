import { printable } from '../printable.js';

/** Colours as CSS variables, so that one drawing suits light and dark pages. */
export const measuredColor = 'var(--measured)';
export const simulatedColor = 'var(--simulated)';

/** Behind rows that a parameter was fitted on. */
export const fittedColor = 'var(--fitted)';

/** Lines of one kind side by side, such as flows: as many colours as are told apart. */
export const seriesColors = [1, 2, 3, 4, 5, 6, 7].map((n) => `var(--series${n})`);

/** The variables. What one drawing cannot have by a style sheet is drawn with one of these. */
export const palettes = {
  light: {
    ...{ measured: '#c2410c', simulated: '#0a5cc2', ink: '#57606a', title: '#1f2328', ground: '#ffffff' },
    ...{ rule: '#d8dee4', shade: '#1f232840', fitted: '#d4a72c', good: '#1a7f37', fair: '#9a6700', bad: '#cf222e' },
    ...{ series1: '#0a5cc2', series2: '#c2410c', series3: '#1a7f37', series4: '#8250df' },
    ...{ series5: '#bf3989', series6: '#9a6700', series7: '#0e7490' },
  },
  dark: {
    ...{ measured: '#f78b4c', simulated: '#6cb0ff', ink: '#9198a1', title: '#f0f6fc', ground: '#0d1117' },
    ...{ rule: '#30363d', shade: '#f0f6fc59', fitted: '#bb8009', good: '#3fb950', fair: '#d29922', bad: '#f85149' },
    ...{ series1: '#6cb0ff', series2: '#f78b4c', series3: '#3fb950', series4: '#bc8cff' },
    ...{ series5: '#f778ba', series6: '#d29922', series7: '#39c5cf' },
  },
} as const;

export type Palette = keyof typeof palettes;

function definitions(palette: Palette): string {
  return Object.entries(palettes[palette])
    .map(([name, color]) => `--${name}: ${color};`)
    .join(' ');
}

/** Definitions of these variables for a page, or for an SVG that stands alone. */
export const themeCss = `
:root { ${definitions('light')} }
@media (prefers-color-scheme: dark) { :root { ${definitions('dark')} } }`;

/** A drawing with colours in the place of the variables, for programs that know none. */
export function withColors(svg: string, palette: Palette): string {
  const colors: Readonly<Record<string, string>> = palettes[palette];
  return svg.replaceAll(/var\(--([\w-]+)\)/g, (variable, name: string) => colors[name] ?? variable);
}

export const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** Text as it may stand in HTML and SVG. */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
