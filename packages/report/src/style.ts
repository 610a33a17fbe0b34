import picocolors from 'picocolors';

/** What the place can show that the text goes to. */
export interface Style {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
}

/** For files, pipes and tests. */
export const plain: Style = { width: 100, color: false };

export function colors(style: Style) {
  return picocolors.createColors(style.color);
}
