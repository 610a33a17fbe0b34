/** Arguments of tc(8) without a value, as keys of a scenario's qdisc. */
const flags: Readonly<Record<string, readonly [key: string, value: boolean]>> = {
  pacing: ['pacing', true],
  nopacing: ['pacing', false],
  horizon_drop: ['horizonDrop', true],
  horizon_cap: ['horizonDrop', false],
};

/** Arguments that change nothing: the connections do not negotiate ECN. */
const idle = new Set(['ecn', 'noecn']);

/** Arguments whose plain number tc takes as microseconds; a scenario would take nanoseconds. */
const times = new Set(['delay', 'jitter', 'target', 'interval', 'latency', 'horizon', 'ce_threshold']);

/** Arguments whose plain number is bytes for tbf and packets for the others need nothing: a scenario has it the same. */
const plainNumber = /^\d+(?:\.\d+)?$/;

/**
 * Reads a qdisc as the kernel lab takes it, `fq_codel+limit+100+target+5ms+noecn`: a name, then arguments of tc(8)
 * joined by `+`. What tc calls `flow_limit` is `flowLimit` in a scenario.
 *
 * @returns keys of a scenario's `qdisc`; an argument without its value has `null`, which no scenario takes
 */
export function tcQdisc(text: string): Record<string, unknown> {
  const [kind = '', ...words] = text.split('+');
  const qdisc: Record<string, unknown> = { kind };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (idle.has(word)) continue;
    const flag = flags[word];
    if (flag) {
      qdisc[flag[0]] = flag[1];
      continue;
    }
    const value = words[++i] ?? null;
    const bare = value !== null && plainNumber.test(value);
    const name = word.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    qdisc[name] = bare ? (times.has(word) ? `${value}us` : Number(value)) : value;
  }
  return qdisc;
}
