/** A folder that a sweep cannot go on in, or begin in; the message says what to do, in one line. */
export class SweepFolderError extends Error {
  override readonly name = 'SweepFolderError';
}
