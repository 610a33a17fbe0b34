/** Arguments that are called otherwise in a scenario, beyond their spelling. */
const renamed = new Map([
  ['buffer', 'burst'],
  ['maxburst', 'burst'],
]);

/** Arguments without a value, as keys that a scenario would have if it were not for the default. */
const flags = new Set(['nopacing', 'horizon_cap']);

/** Arguments that say the default, or change nothing because the connections do not negotiate ECN, with their words. */
const idle = new Map([
  ['ecn', 0],
  ['noecn', 0],
  ['ce_threshold', 1],
  ['pacing', 0],
  ['horizon_drop', 0],
]);

/** Bands of a `priomap`: `TC_PRIO_MAX` + 1. */
const priorities = 16;

/** Units of plain numbers where a scenario has others: tc takes microseconds and percents. */
const units = new Map([
  ...['delay', 'jitter', 'target', 'interval', 'latency', 'horizon'].map((name) => [name, 'us'] as const),
  ['loss', '%'],
]);

/** A plain number is bytes for tbf and packets for the others in both. */
const plainNumber = /^\d+(?:\.\d+)?$/;

/**
 * Reads a qdisc as the kernel lab takes it, `fq_codel+limit+100+target+5ms+noecn`: a name, then arguments of tc(8)
 * joined by `+`. What tc calls `flow_limit` is `flowLimit` in a scenario.
 *
 * @returns keys of a scenario's `qdisc`; an argument without its value has `null`, which no scenario takes
 */
export function tcQdisc(text: string): Record<string, unknown> {
  const [kind = '', ...words] = text.split('+');
  // A map, because a group of keys would not take every name as one.
  const qdisc = new Map<string, unknown>([['kind', kind]]);
  while (words.length > 0) {
    const word = words.shift()!;
    const nothing = idle.get(word);
    if (nothing !== undefined) words.splice(0, nothing);
    else if (flags.has(word)) qdisc.set(camelCase(word), true);
    else if (word === 'priomap') qdisc.set(word, words.splice(0, priorities).map(plainly));
    else {
      // netem: `loss random 1%` is `loss 1%`.
      if (word === 'loss' && words[0] === 'random') words.shift();
      qdisc.set(renamed.get(word) ?? camelCase(word), argument(word, words.shift()));
      // netem: the second value of a delay is its jitter.
      if (word === 'delay' && /^\d/.test(words[0] ?? '')) qdisc.set('jitter', argument('jitter', words.shift()));
    }
  }
  return Object.fromEntries(qdisc);
}

function argument(name: string, value: string | undefined): string | number | null {
  if (value === undefined) return null;
  const unit = units.get(name);
  return unit !== undefined && plainNumber.test(value) ? `${value}${unit}` : plainly(value);
}

function plainly(value: string): string | number {
  return plainNumber.test(value) ? Number(value) : value;
}

function camelCase(word: string): string {
  return word.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
