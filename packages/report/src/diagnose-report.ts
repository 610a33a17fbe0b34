import type { Diagnosis, Evidence } from '@tunq/diagnose';
import { formatBytes, formatCount, formatMs, formatPercent, formatRate } from './format.js';
import { printable } from './printable.js';
import { colors, plain, type Style } from './style.js';
import { fits, renderTable } from './text-table.js';
import { wrap } from './wrap.js';

/**
 * A diagnosis for people: the limit, what shows it, what is excluded, what is missing, the scenario. What is too wide
 * for the terminal is set otherwise or wrapped. Ends without a newline.
 *
 * @param file what the scenario was written to
 */
export function formatDiagnosis(diagnosis: Diagnosis, style: Style = plain, file?: string): string {
  const { bold, dim, green, yellow } = colors(style);
  const { limit, title, certainty, device, evidence, excluded, open, missing } = diagnosis;
  const sure = { sure: 'sure', likely: 'likely', none: '' }[certainty];
  const about = [limit, device && `device ${printable(device)}`, sure].filter(Boolean).join(', ');
  const paint = limit === 'unknown' ? yellow : limit === 'healthy' || limit === 'idle' ? green : plainText;
  const short = shortNames(diagnosis);
  const section = (head: string, text: string): string[] => (text === '' ? [] : [`${bold(head)}\n${text}`]);
  const parts = [
    `${bold(paint(title))}\n${dim(about)}`,
    ...section(limit === 'unknown' ? 'what is known' : 'what shows it', shown(evidence, short, style)),
    ...section('what it may be', limit === 'unknown' ? open.map((one) => `  ${one.title}`).join('\n') : ''),
    ...section('what it is not', excludedTable(excluded, style)),
    ...section(
      'what would tell more',
      missing.map(({ what, command }) => `  ${bold(command)}\n    ${what}`).join('\n'),
    ),
    ...section(...scenarioPart(diagnosis, file)),
  ];
  return wrap(parts.join('\n\n'), style.width);
}

function plainText(text: string): string {
  return text;
}

/** Names without the folders that they share. */
function shortNames({ sources }: Diagnosis): (name: string) => string {
  const folders = sources.map(({ name }) => name.slice(0, name.lastIndexOf('/') + 1));
  const shared = folders.reduce((a, b) => (a.startsWith(b) ? b : b.startsWith(a) ? a : ''), folders[0] ?? '');
  return (name) => printable(name.startsWith(shared) ? name.slice(shared.length) : name);
}

function shown(evidence: readonly Evidence[], short: (name: string) => string, style: Style): string {
  if (evidence.length === 0) return '';
  const { dim } = colors(style);
  const from = (names: readonly string[]): string => dim(names.map(short).join(', '));
  const rows = evidence.map((one) => [`  ${one.what}`, quantity(one), one.means, from(one.sources)]);
  const wide = renderTable({ rows, align: ['left', 'right', 'left'] });
  if (fits(wide, style)) return wide;
  const all = [...new Set(evidence.flatMap((one) => one.sources))];
  const narrow = renderTable({ rows: rows.map((row) => row.slice(0, 3)), align: ['left', 'right', 'left'] });
  if (fits(narrow, style)) return `${narrow}\n  ${dim('from ')}${from(all)}`;
  return evidence
    .map((one) => `  ${one.what}: ${quantity(one)}\n    ${one.means} ${dim('(')}${from(one.sources)}${dim(')')}`)
    .join('\n');
}

/** Of each the first reason: the others say the same more closely, and are in the JSON. */
function excludedTable(excluded: Diagnosis['excluded'], style: Style): string {
  const { dim } = colors(style);
  const reasons = excluded.map(({ title, evidence: [first] }) => {
    const { what, means } = first!;
    return { title, reason: `${what} ${quantity(first!)}: ${means}` };
  });
  if (reasons.length === 0) return '';
  const table = renderTable({ rows: reasons.map(({ title, reason }) => [`  ${title}`, dim(reason)]), align: ['left'] });
  return fits(table, style) ? table : reasons.map(({ title, reason }) => `  ${title}\n    ${dim(reason)}`).join('\n');
}

function scenarioPart(
  { scenario: { yaml, reason, relax } }: Diagnosis,
  file: string | undefined,
): [head: string, text: string] {
  if (yaml === null) return ['scenario', `  none: ${reason}`];
  const name = file ?? 'limit.yaml';
  const command = relax ? `tunq compare ${name} --vary ${relax.key}=${relax.now},${relax.without}` : `tunq run ${name}`;
  const head =
    file === undefined
      ? 'the same limit as a scenario (--scenario FILE writes it)'
      : `the same limit as a scenario, in ${printable(file)}`;
  const text = file === undefined ? `${yaml.trimEnd().replaceAll(/^/gm, '  ')}\n\n` : '';
  return [head, `${text}  ${command}`];
}

function quantity({ what, value, unit }: Evidence): string {
  if (typeof value === 'string') return printable(value);
  switch (unit) {
    case 'ms':
      return formatMs(value);
    case 'bytes':
      return formatBytes(value);
    case 'bit/s':
      return formatRate(value / 1e6);
    case 'share':
      return formatPercent(value);
    case '':
      return formatCount(value);
    default:
      return what.includes(unit) ? formatCount(value) : `${formatCount(value)} ${unit}`;
  }
}
