import type { ReproducedCell, Reproduction } from '../reproduced.js';

/** What a comparison with published tables must hold to be drawn; `@tunq/reference` makes one. */
export interface DrawnReproduction extends Reproduction {
  readonly version: string;
  readonly tables: readonly DrawnTable[];
  readonly cells: readonly DrawnTableCell[];
  readonly calibration: readonly DrawnParameter[];
}

export interface DrawnTable {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly note: string;
  /** Columns that name a row. */
  readonly key: readonly string[];
}

export interface DrawnTableCell extends ReproducedCell {
  readonly id: string;
  readonly note: string;
}

export interface DrawnParameter {
  readonly key: string;
  readonly value: number;
  readonly unit: string;
  readonly presets: readonly string[];
  /** Ids of cells. */
  readonly rows: readonly string[];
  readonly why: string;
  readonly source: string;
}
