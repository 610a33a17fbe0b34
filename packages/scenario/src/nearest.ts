/** The name that was probably meant, or null when none is close: at most a third of the letters may differ. */
export function nearest(given: string, names: Iterable<string>): string | null {
  const wanted = fold(given);
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const candidate = fold(name);
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    // v10 is not v1, and no slip of the finger either.
    if (digits(candidate) !== digits(wanted)) continue;
    if (Math.abs(wanted.length - candidate.length) > limit) continue;
    const distance = editDistance(wanted, candidate);
    if (distance <= limit && distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Case and the separators that people swap do not count. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '');
}

function digits(name: string): string {
  return name.replace(/\D/g, '');
}

/** Levenshtein distance in which swapping two neighbours is one edit. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
