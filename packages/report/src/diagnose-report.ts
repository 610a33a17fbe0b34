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
  const paint = limit === 'unknown' ? yellow : limit === 'healthy' || limit === 'idle' ? green : (text: string) => text;
  const parts = [
    `${bold(paint(title))}\n${dim(about)}`,
    ...(evidence.length === 0
      ? []
      : [section(limit === 'unknown' ? 'what is known' : 'what shows it', shown(evidence, style), style)]),
    ...(open.length === 0 || limit !== 'unknown'
      ? []
      : [section('what it may be', open.map((one) => `  ${one.title}`).join('\n'), style)]),
    ...(excluded.length === 0
      ? []
      : [section('what it is not', excluded.map((one) => excludedLine(one, style)).join('\n'), style)]),
    ...(missing.length === 0
      ? []
      : [
          section(
            'what would tell more',
            missing.map(({ what, command }) => `  ${bold(command)}\n    ${what}`).join('\n'),
            style,
          ),
        ]),
    scenarioPart(diagnosis, style, file),
  ];
  return wrap(parts.join('\n\n'), style.width);
}

function section(title: string, text: string, style: Style): string {
  return `${colors(style).bold(title)}\n${text}`;
}

function shown(evidence: readonly Evidence[], style: Style): string {
  const { dim } = colors(style);
  const rows = evidence.map((one) => [`  ${one.what}`, quantity(one), one.means, dim(sources(one))]);
  const wide = renderTable({ rows, align: ['left', 'right', 'left'] });
  if (fits(wide, style)) return wide;
  const narrow = renderTable({ rows: rows.map((row) => row.slice(0, 3)), align: ['left', 'right', 'left'] });
  if (fits(narrow, style)) {
    return `${narrow}\n  ${dim(`from ${[...new Set(evidence.flatMap((one) => one.sources))].map(printable).join(', ')}`)}`;
  }
  return evidence
    .map((one) => `  ${one.what}: ${quantity(one)}\n    ${one.means} ${dim(`(${sources(one)})`)}`)
    .join('\n');
}

function excludedLine({ title, evidence }: Diagnosis['excluded'][number], style: Style): string {
  const { dim } = colors(style);
  const reasons = evidence.map((one) => `${one.what} ${quantity(one)}: ${one.means}`);
  return `  ${title}\n    ${dim(reasons.join('; '))}`;
}

function scenarioPart(
  { scenario: { yaml, reason, relax } }: Diagnosis,
  style: Style,
  file: string | undefined,
): string {
  if (yaml === null) return section('scenario', `  none: ${reason}`, style);
  const name = file ?? 'limit.yaml';
  const compare = relax
    ? `\n\n  tunq compare ${name} --vary ${relax.key}=${relax.now},${relax.without}`
    : `\n\n  tunq run ${name}`;
  const head =
    file === undefined
      ? 'a scenario that reproduces it (--scenario FILE writes it)'
      : `a scenario that reproduces it, in ${file}`;
  return section(head, `${yaml.trimEnd().replaceAll(/^/gm, '  ')}${compare}`, style);
}

function sources({ sources: names }: Evidence): string {
  return names.map(printable).join(', ');
}

function quantity({ value, unit }: Evidence): string {
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
      return `${formatCount(value)} ${unit}`;
  }
}
