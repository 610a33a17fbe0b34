import { Lexer } from 'yaml';

/**
 * Bounds of a scenario's text. A scenario nests four levels and has a few lines; a YAML parser is recursive, so a text of nothing but brackets would
 * take the whole process down.
 */
export const textLimits = {
  /** Characters of the text. */
  characters: 1_048_576,
  /** Levels of nesting. */
  depth: 32,
  /** Columns of indentation. */
  indentation: 128,
  /** Values of the document, those that aliases repeat included. */
  values: 200_000,
} as const;

/** Finds nesting beyond {@link textLimits} without recursion; returns its 1-based line, or null. */
export function tooDeepLine(text: string): number | null {
  let line = 1;
  let brackets = 0;
  let indicators = 0;
  let atLineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
    else if (token === '-' || token === '?') indicators += 1;
    if (brackets > textLimits.depth || indicators > textLimits.depth) return line;
    if (atLineStart && token.length > textLimits.indentation && /^ +$/.test(token)) return line;
    atLineStart = token === '\n' || token === '\r\n';
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) {
      line += 1;
      indicators = 0;
    }
  }
  return null;
}
