import type { PlainTable } from '../plain-table.js';
import { escaped } from './theme.js';

/** A table of a page. */
export function tableHtml({ title, head, rows }: PlainTable): string {
  const heading = title === undefined ? '' : `<h3>${escaped(title)}</h3>\n`;
  const names = head ? `<thead><tr>${head.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr></thead>\n` : '';
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`);
  return `${heading}<div class="scroll"><table>${names}<tbody>\n${lines.join('\n')}\n</tbody></table></div>`;
}
