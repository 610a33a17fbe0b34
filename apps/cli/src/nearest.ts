/**
 * The candidate that a mistyped word most likely means; undefined when none is close. One that goes on where the word
 * ends is meant sooner than one with other digits: v13 is not v1.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const given = word.toLowerCase();
  const begins = (candidate: string) => candidate.toLowerCase()[0] === given[0];
  const farthest = Math.max(2, Math.floor(word.length / 3));
  const ranked = candidates
    .filter((candidate) => digits(candidate) === digits(word))
    .map((candidate) => ({ candidate, distance: editDistance(given, candidate.toLowerCase()) }))
    // What shares no letter is not meant.
    .filter(({ candidate, distance }) => distance <= farthest && distance < Math.max(word.length, candidate.length))
    .sort((a, b) => a.distance - b.distance || Number(begins(b.candidate)) - Number(begins(a.candidate)));
  const longer = word.length < 3 ? undefined : candidates.find((one) => one.toLowerCase().startsWith(given));
  return ranked[0]?.candidate ?? longer;
}

function digits(word: string): string {
  return word.replace(/\D/g, '');
}

/** `; did you mean 'x'?`, or nothing */
export function suggestion(word: string, candidates: readonly string[]): string {
  const found = nearest(word, candidates);
  return found === undefined ? '' : `; did you mean '${found}'?`;
}

/** Levenshtein distance: insertions, deletions and replacements that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = previous[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}
