/** A table that others published, as they printed it. */
export interface PublishedTable {
  /** Name of the table; the first part of its cells' ids. */
  readonly name: string;
  readonly title: string;
  /** Where it was published. */
  readonly source: string;
  /** What one must know to read it rightly. */
  readonly note: string;
  /** Columns that together name a row; the middle part of a cell's id, joined by commas. */
  readonly key: readonly string[];
  readonly columns: readonly PublishedColumn[];
  /** Values in the order of the columns; null where nothing is printed. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Printed values that are known to be wrong. */
  readonly corrections?: readonly Correction[];
}

export interface PublishedColumn {
  /** Name as in the file of the table; the last part of a cell's id. */
  readonly name: string;
  /** Unit of the numbers; null for words. */
  readonly unit: string | null;
}

export interface Correction {
  readonly row: string;
  readonly column: string;
  readonly value: number;
  readonly why: string;
}
