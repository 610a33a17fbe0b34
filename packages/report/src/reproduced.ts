import type { RunLengths } from './run-lengths.js';

/** What a comparison with published tables must hold to be shown; `@tunq/reference` makes one. */
export interface Reproduction {
  readonly tables: readonly { readonly name: string; readonly title: string; readonly source: string }[];
  readonly cells: readonly ReproducedCell[];
  readonly skipped: readonly { readonly table: string; readonly reason: string }[];
  /** Ids of the cells that an interrupted report has not. */
  readonly unfinished: readonly string[];
  readonly summary: {
    readonly cells: number;
    readonly rate: Errors | null;
    readonly calibration: ErrorSet;
    readonly predictions: ErrorSet;
    readonly predictionsWithDrops: ErrorSet;
    readonly predictionsWithoutDrops: ErrorSet;
    readonly tables: readonly { readonly name: string; readonly rate: Errors | null; readonly order: Order }[];
    readonly order: Order;
  };
}

export interface ReproducedCell {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly role: 'calibration' | 'prediction';
  /** Said under the table of a row that was not run as its name says. */
  readonly remark?: string;
  readonly measured: { readonly goodputMbps?: number; readonly meanRttMs?: number; readonly retransmits?: number };
  readonly simulated: { readonly goodputMbps: number; readonly meanRttMs: number | null; readonly retransmits: number };
  readonly seconds: RunLengths;
  /** The cell in the unit of its table. */
  readonly rate: {
    readonly unit: string;
    readonly published: number;
    readonly simulated: number;
    readonly error: number | null;
  };
  /** Present where the run was repeated with other phases. */
  readonly spread?: {
    readonly rate: { readonly min: number; readonly max: number };
    readonly repeats: readonly unknown[];
  };
  /** Signed fractions. */
  readonly error: { readonly goodput: number | null; readonly meanRtt: number | null };
}

interface ErrorSet {
  readonly cells: number;
  readonly rate: Errors | null;
}

export interface Errors {
  readonly medianAbs: number;
  readonly p90Abs: number;
  readonly maxAbs: number;
}

export interface Order {
  readonly rows: Pairs;
  readonly cells: Pairs;
}

export interface Pairs {
  readonly pairs: number;
  readonly violations: number;
  readonly violating: readonly (readonly [higher: string, lower: string])[];
}
