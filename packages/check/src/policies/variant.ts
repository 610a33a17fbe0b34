import type { Protocol } from '../protocol.js';
import type { merged } from './parts.js';
import { v12 } from './v12.js';

/** v12 with one part of its producer or reader taken out or exchanged. */
export function variant(name: string, title: string, parts: ReturnType<typeof merged>): Protocol {
  const { notes: _, rules: __, ...rest } = v12;
  return { ...rest, name, title, source: `1d6e569b7d0c with one change: ${title}`, ...parts };
}
