import { printable } from '../printable.js';

/** Colours as CSS variables, so that one drawing suits light and dark pages. */
export const measuredColor = 'var(--measured)';
export const simulatedColor = 'var(--simulated)';

/** Behind rows that a parameter was fitted on. */
export const fittedColor = 'var(--fitted)';

/** Definitions of these variables for a page, or for an SVG that stands alone. */
export const themeCss = `
:root { --measured: #c2410c; --simulated: #0a5cc2; --ink: #57606a; --title: #1f2328; --ground: #ffffff; --rule: #d8dee4; --shade: #1f232840;
  --fitted: #d4a72c; --good: #1a7f37; --fair: #9a6700; --bad: #cf222e; }
@media (prefers-color-scheme: dark) {
  :root { --measured: #f78b4c; --simulated: #6cb0ff; --ink: #9198a1; --title: #f0f6fc; --ground: #0d1117; --rule: #30363d; --shade: #f0f6fc59;
    --fitted: #bb8009; --good: #3fb950; --fair: #d29922; --bad: #f85149; }
}`;

export const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** Text as it may stand in HTML and SVG. */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
