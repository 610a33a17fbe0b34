import { colors, plain, type Style } from './style.js';
import { renderTable } from './text-table.js';

/** Presets by name, a line each. Ends without a newline. */
export function formatPresets(
  presets: readonly { readonly name: string; readonly title: string }[],
  style: Style = plain,
): string {
  const { bold } = colors(style);
  return renderTable({ rows: presets.map(({ name, title }) => [bold(name), title]), align: ['left'] });
}
