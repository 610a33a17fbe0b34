import type { Style } from '@tunq/report';
import type { Io } from './io.js';

/** Width of text that goes to a file or a pipe. */
const fileWidth = 120;

/** Colour only on a terminal, and never with `NO_COLOR` (https://no-color.org: set and not empty). */
export function styleOf({ stdout, env }: Io): Style {
  const terminal = stdout.isTTY === true;
  return {
    width: terminal && stdout.columns ? stdout.columns : fileWidth,
    color: terminal && !env.NO_COLOR && env.TERM !== 'dumb',
  };
}
