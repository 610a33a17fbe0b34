/** What is known of a fault in a scenario. */
export interface ScenarioFault {
  /** File, preset or `--set` argument that the fault is in. */
  readonly file: string;
  /** 1-based; null where the fault has no place in a text. */
  readonly line: number | null;
  /** 1-based; null where the fault has no place in a text. */
  readonly column: number | null;
  /** Path of the key, e.g. `flows[0].count`; null where no key is at fault. */
  readonly key: string | null;
  /** What was given and what is wrong with it, e.g. `-3 is negative`. */
  readonly given: string;
  /** What would have been right; null where that cannot be said. */
  readonly allowed: string | null;
}

/**
 * A scenario that cannot be run, in one line:
 * `bad.yaml:7:12: device.queueLength: -3 is negative; allowed: 0 to 1000000 packets`.
 */
export class ScenarioError extends Error implements ScenarioFault {
  override readonly name = 'ScenarioError';
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly key: string | null;
  readonly given: string;
  readonly allowed: string | null;

  constructor({ file, line, column, key, given, allowed }: ScenarioFault) {
    const place = [file, line, line === null ? null : column].filter((part) => part !== null).join(':');
    const about = key === null ? place : `${place}: ${key}`;
    super(`${about}: ${given}${allowed === null ? '' : `; allowed: ${allowed}`}`);
    this.file = file;
    this.line = line;
    this.column = column;
    this.key = key;
    this.given = given;
    this.allowed = allowed;
  }
}
