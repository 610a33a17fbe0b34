import type { Style } from '@tunq/report';
import type { Io } from './io.js';

/** Width of text that goes to a file or a pipe. */
const fileWidth = 120;

export function styleOf({ stdout, env }: Io): Style {
  const terminal = stdout.isTTY === true;
  return { width: terminal && stdout.columns ? stdout.columns : fileWidth, color: isColorful(terminal, env) };
}

/**
 * Colour only on a terminal that knows it, and not with `NO_COLOR` (https://no-color.org: set and not empty).
 * `FORCE_COLOR` (https://force-color.org) overrides both, as in Node: set, and not `0`.
 */
function isColorful(terminal: boolean, { FORCE_COLOR, NO_COLOR, TERM }: Io['env']): boolean {
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return terminal && !NO_COLOR && TERM !== 'dumb';
}
