import { formatCount, formatMs, formatNumber, formatPercent, formatSignedPercent } from './format.js';
import { formatSeconds } from './run-lengths.js';
import { colors, plain, type Style } from './style.js';
import { fits, renderTable, textWidth } from './text-table.js';
import { wrap } from './wrap.js';

/** What a fit must hold to be shown; `@tunq/reference` makes one. */
export interface Calibration {
  readonly phases: number;
  readonly parameters: readonly FittedParameter[];
}

export interface FittedParameter {
  readonly name: string;
  readonly unit: string;
  readonly why: string;
  readonly stored: number;
  readonly fitted: number | null;
  readonly deviation: number | null;
  readonly standardError: number | null;
  readonly outcome: 'fitted' | 'no root near' | 'rows not simulated' | 'not run' | 'length given';
  readonly range: readonly [least: number, most: number];
  readonly mostRuns: number;
  readonly rows: readonly {
    readonly id: string;
    readonly unit: string;
    readonly published: number;
    readonly preset: string | null;
    readonly seconds: number | null;
    readonly stored: RowFit | null;
    readonly fitted: RowFit | null;
    readonly sensitivity: number | null;
  }[];
}

interface RowFit {
  readonly simulated: number;
  readonly residual: number;
}

/** Every parameter with the rows it is fitted on; of a dry run, what would be run. Ends without a newline. */
export function formatCalibration(calibration: Calibration, style: Style = plain): string {
  const { dim } = colors(style);
  const { parameters } = calibration;
  const dry = parameters.some(({ outcome }) => outcome === 'not run');
  const legend = wrap(dry ? effortLegend(calibration) : fitLegend(calibration), style.width);
  return [...parameters.map((parameter) => formatParameter(parameter, style)), dim(legend)].join('\n\n');
}

function fitLegend({ phases }: Calibration): string {
  return [
    `Fitted: the value with which the errors of its rows cancel, each row averaged over ${phases} ${phases === 1 ? 'run' : 'phases'}.`,
    'Sensitivity: change of the row for 1 % more of the parameter. Nothing is written: a value is stored by hand.',
  ].join('\n');
}

function effortLegend({ parameters, phases }: Calibration): string {
  const runs = parameters.reduce((sum, { mostRuns }) => sum + mostRuns, 0);
  const seconds = parameters.reduce((sum, parameter) => sum + simulatedSeconds(parameter), 0);
  return `Nothing was run. Without --dry: at most ${formatCount(runs)} runs (${phases} of each row and value), ${formatCount(Math.round(seconds))} s of simulated time.`;
}

/** Of all runs of a parameter; each of its rows has the same number of them. */
function simulatedSeconds({ rows, mostRuns }: FittedParameter): number {
  return rows.reduce((sum, { seconds }) => sum + ((seconds ?? 0) * mostRuns) / rows.length, 0);
}

/** One of them. */
function formatParameter(parameter: FittedParameter, style: Style): string {
  const { bold, dim } = colors(style);
  const head = `${bold(parameter.name)}: ${verdict(parameter, style)}\n${dim(parameter.why)}`;
  if (parameter.outcome === 'length given') return wrap(head, style.width);
  const table = parameter.outcome === 'not run' ? runTable(parameter, style) : rowTable(parameter, style);
  return `${wrap(head, style.width)}\n${table}`;
}

/** Stored and fitted values may lie that far apart: what `--strict` accepts. */
export const calibrationTolerance = 0.02;

function verdict({ stored, fitted, deviation, standardError, outcome, unit, range }: FittedParameter, style: Style) {
  const { green, red, yellow } = colors(style);
  if (outcome === 'length given') return `stored ${valueWith(stored, unit)}, not searched: --duration sets it`;
  if (outcome === 'not run') {
    return `stored ${valueWith(stored, unit)}, to be searched from ${range.map((bound) => valueWith(bound, unit)).join(' to ')}`;
  }
  if (fitted === null || deviation === null) {
    const where =
      outcome === 'no root near' ? ` from ${range.map((bound) => valueWith(bound, unit)).join(' to ')}` : '';
    return `stored ${valueWith(stored, unit)}, ${yellow(`${outcome}${where}`)}`;
  }
  const paint = Math.abs(deviation) <= calibrationTolerance ? green : red;
  const error = standardError === null ? '' : ` (± ${formatPercent(standardError)} from phase to phase)`;
  return `stored ${valueWith(stored, unit)}, fitted ${valueWith(fitted, unit)}${error}, stored is off by ${paint(formatSignedPercent(deviation))}`;
}

/** Long times in seconds; nobody counts the zeros of 50,000,000,000 ns. */
function valueWith(value: number, unit: string): string {
  if (unit === 'ns' && value >= 1e6) return formatMs(value / 1e6);
  return `${formatNumber(value, decimalsOf(value))} ${unit}`;
}

/** What a dry run says of the rows. */
function runTable({ rows, mostRuns }: FittedParameter, style: Style): string {
  return table(
    ['row', 'published', 'preset', 'runs'],
    rows.map(({ id, unit, published, preset, seconds }) => [
      id,
      amount(published, unit),
      preset ?? '–',
      seconds === null ? '–' : `${formatCount(mostRuns / rows.length)} of ${formatSeconds(seconds)}`,
    ]),
    style,
  );
}

/** Residuals stand beside what they are of, in a narrow terminal below it. */
function rowTable({ rows }: FittedParameter, style: Style): string {
  const rate = (value: number, unit: string) =>
    unit === '1' ? formatPercent(value, 3) : formatNumber(value).replaceAll(',', '');
  const lines = (separator: string) => {
    const result = (fit: RowFit | null, unit: string) => {
      const values = fit ? [rate(fit.simulated, unit), formatSignedPercent(fit.residual)] : ['–', '–'];
      return separator === '' ? values : [fit ? values.join(separator) : '–'];
    };
    return rows.map(({ id, unit, published, stored, fitted, sensitivity }) => [
      id,
      separator === '' || unit === '1' ? amount(published, unit) : `${published}${separator}${unit}`,
      ...result(stored, unit),
      ...result(fitted, unit),
      sensitivity === null ? '–' : sensitivityOf(sensitivity),
    ]);
  };
  const head = ['row', 'published', 'stored gives', 'residual', 'fitted gives', 'residual', 'sensitivity'];
  const wide = renderTable({ head, rows: lines(''), align: ['left', 'right'] });
  if (fits(wide, style)) return wide;
  return table(['row', 'published', 'stored gives', 'fitted gives', 'sensitivity'], lines('\n'), style);
}

/** As it was printed; a share in percent. */
function amount(value: number, unit: string): string {
  return unit === '1' ? formatPercent(value, 3) : `${value} ${unit}`;
}

/** Names of rows that do not fit are broken; where there is no room for names at all, they stand above their numbers. */
function table(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const render = (name: (id: string) => string) =>
    renderTable({ head, rows: rows.map(([id, ...rest]) => [name(id!), ...rest]), align: ['left', 'right'] });
  const wide = render((id) => id);
  if (fits(wide, style)) return wide;
  const room = style.width - textWidth(render(() => '')) + head[0]!.length;
  if (room >= leastName) return render((id) => wrap(id, room));
  const named = (values: readonly string[]) =>
    values.map((value, index) => `  ${head[index + 1]!.padEnd(12)}  ${value.replaceAll('\n', ' ')}`);
  return wrap(rows.map(([id, ...rest]) => [id, ...named(rest)].join('\n')).join('\n'), style.width);
}

/** Columns that the name of a row needs, when it is broken, to be read. */
const leastName = 20;

/** As many as the value has, three at most. */
function decimalsOf(value: number): number {
  return Number.isInteger(value) ? 0 : Math.min(3, `${value}`.split('.')[1]?.length ?? 0);
}

/** −0.98 → `−0.98 %` */
function sensitivityOf(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)} %`;
}
