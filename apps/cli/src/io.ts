/** Where text goes. */
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Its number for the system, if it has one. */
  readonly fd?: number;
  readonly columns?: number;
}

/** What the program knows of the world around it: the process's own streams, or those of a test. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** `--quiet`: neither progress nor notes, only results and errors. */
  quiet?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C and by SIGTERM, with an `Interruption`. */
  readonly signal?: AbortSignal;
}
