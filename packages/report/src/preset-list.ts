import { colors, plain, type Style } from './style.js';
import { fitTable } from './text-table.js';

/** Presets by name, a line each. Ends without a newline. */
export function formatPresets(
  presets: readonly { readonly name: string; readonly title: string }[],
  style: Style = plain,
): string {
  const { bold } = colors(style);
  return fitTable({ rows: presets.map(({ name, title }) => [bold(name), title]), align: ['left'] }, style);
}
