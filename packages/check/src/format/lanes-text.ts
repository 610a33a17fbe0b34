import type { Lanes } from '../lanes.js';
import { paint, type Style, wrapWords } from './style.js';

/** A schedule for a terminal: a column a thread, a row a step, the state beside it. */
export function lanesText(lanes: Lanes, style: Style): string {
  const { threads, steps } = lanes;
  const number = String(steps.length).length;
  const longest = Math.max(...steps.map(({ state }) => state.length), 5);
  const room = Math.max(style.width, 40) - number - 3 * (threads.length + 1);
  const state = Math.min(longest, Math.max(13, Math.floor(room / (threads.length + 1))));
  const lane = Math.min(44, Math.floor((room - state) / threads.length));
  const widths = [...threads.map(() => lane), state];
  const lines = wrapWords(lanes.title, style.width).map((line) => paint(line, 'bold', style));
  lines.push(...row(''.padStart(number), [...threads, 'state'], widths, -1, style));
  lines.push(`${'─'.repeat(number)}─${widths.map((width) => `┼─${'─'.repeat(width)}`).join('─')}`);
  steps.forEach((step, index) => {
    const cells = threads.map((_, t) => (t === step.thread ? step.text : ''));
    lines.push(...row(String(index + 1).padStart(number), [...cells, step.state], widths, threads.length, style));
  });
  lines.push(...wrapWords(`→ ${lanes.ending}`, style.width).map((line) => paint(line, 'bold', style)));
  return lines.join('\n');
}

/** @param dim index of the cell that is set back */
function row(number: string, cells: readonly string[], widths: readonly number[], dim: number, style: Style): string[] {
  const wrapped = cells.map((cell, i) => (cell === '' ? [] : wrapWords(cell, widths[i]!)));
  const height = Math.max(1, ...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => {
    const parts = wrapped.map((cell, i) => {
      const text = (cell[line] ?? '').padEnd(widths[i]!);
      return i === dim && text.trim() !== '' ? paint(text, 'dim', style) : text;
    });
    return `${line === 0 ? number : ' '.repeat(number.length)} │ ${parts.join(' │ ')}`.trimEnd();
  });
}
