/** A file of the operator's, or the output of a command. */
export interface SourceText {
  /** What messages and evidence call it. */
  readonly name: string;
  readonly text: string;
}

/** A source that cannot be read; the message names it, the line where there is one, and what is allowed, in one line. */
export class DiagnoseError extends Error {
  override readonly name = 'DiagnoseError';

  constructor({ name }: SourceText, problem: string, line?: number) {
    super(line === undefined ? `${name}: ${problem}` : `${name}:${line}: ${problem}`);
  }
}
