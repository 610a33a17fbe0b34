/**
 * The words of a line up to the cursor, as a shell splits it, the last one being typed and maybe empty. Quotes and
 * backslashes are read; nothing is expanded.
 */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let begun = false;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (char === '\\' && quote !== "'") {
      i += 1;
      word += line[i] ?? '';
      begun = true;
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      begun = true;
    } else if (/\s/.test(char)) {
      if (begun) words.push(word);
      word = '';
      begun = false;
    } else {
      word += char;
      begun = true;
    }
  }
  return [...words, word];
}

/** How much of a word bash takes as given, because it breaks words there: what is completed begins behind it. */
export function brokenAt(word: string, breaks: string): number {
  return Math.max(...[...breaks].map((char) => word.lastIndexOf(char))) + 1;
}
