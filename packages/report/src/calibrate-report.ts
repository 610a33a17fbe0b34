import { formatNumber, formatPercent, formatSignedPercent } from './format.js';
import { colors, plain, type Style } from './style.js';
import { renderTable } from './text-table.js';

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
  readonly outcome: 'fitted' | 'no root near' | 'rows not simulated' | 'not run';
  readonly rows: readonly {
    readonly id: string;
    readonly unit: string;
    readonly published: number;
    readonly stored: RowFit | null;
    readonly fitted: RowFit | null;
    readonly sensitivity: number | null;
  }[];
}

interface RowFit {
  readonly simulated: number;
  readonly residual: number;
}

/** Every parameter with the rows it is fitted on. Ends without a newline. */
export function formatCalibration({ parameters, phases }: Calibration, style: Style = plain): string {
  const { dim } = colors(style);
  const legend = [
    `Fitted: the value with which the errors of its rows cancel, each row averaged over ${phases} ${phases === 1 ? 'run' : 'phases'}.`,
    'Sensitivity: change of the row for 1 % more of the parameter. Nothing is written: a value is stored by hand.',
  ].join('\n');
  return [...parameters.map((parameter) => formatParameter(parameter, style)), dim(legend)].join('\n\n');
}

/** One of them. */
export function formatParameter(parameter: FittedParameter, style: Style = plain): string {
  const { bold, dim } = colors(style);
  return `${bold(parameter.name)}: ${verdict(parameter, style)}\n${dim(parameter.why)}\n${rowTable(parameter)}`;
}

/** Stored and fitted values may lie that far apart: what `--strict` accepts. */
export const calibrationTolerance = 0.02;

function verdict({ stored, fitted, deviation, standardError, outcome, unit }: FittedParameter, style: Style): string {
  const { green, red, yellow } = colors(style);
  const value = (number: number) => `${formatNumber(number, decimalsOf(number))} ${unit}`;
  if (fitted === null || deviation === null) return `stored ${value(stored)}, ${yellow(outcome)}`;
  const paint = Math.abs(deviation) <= calibrationTolerance ? green : red;
  const error = standardError === null ? '' : ` (± ${formatPercent(standardError)} from phase to phase)`;
  return `stored ${value(stored)}, fitted ${value(fitted)}${error}, stored is off by ${paint(formatSignedPercent(deviation))}`;
}

function rowTable({ rows }: FittedParameter): string {
  const rate = (value: number) => formatNumber(value).replaceAll(',', '');
  const result = (fit: RowFit | null) => (fit ? [rate(fit.simulated), formatSignedPercent(fit.residual)] : ['–', '–']);
  return renderTable({
    head: ['row', 'published', 'stored gives', 'residual', 'fitted gives', 'residual', 'sensitivity'],
    rows: rows.map(({ id, unit, published, stored, fitted, sensitivity }) => [
      id,
      `${published} ${unit}`,
      ...result(stored),
      ...result(fitted),
      sensitivity === null ? '–' : sensitivityOf(sensitivity),
    ]),
    align: ['left', 'right'],
  });
}

/** As many as the value has, three at most. */
function decimalsOf(value: number): number {
  return Number.isInteger(value) ? 0 : Math.min(3, `${value}`.split('.')[1]?.length ?? 0);
}

/** −0.98 → `−0.98 %` */
function sensitivityOf(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)} %`;
}
