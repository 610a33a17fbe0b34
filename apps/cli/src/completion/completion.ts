export interface Candidate {
  readonly word: string;
  readonly description?: string;
}

/** What may stand at a place of a command line. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Files, or folders, may stand there as well. */
  readonly paths?: 'files' | 'folders';
}
