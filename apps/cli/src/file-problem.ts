/** What hinders a program from a file, in words; of what is rare, what the system says. */
const problems: Readonly<Record<string, string>> = {
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of its path is no directory',
  ENAMETOOLONG: 'its name is too long',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'its file system is read-only',
  ENOSPC: 'no space is left',
};

/** Why a file cannot be written: the end of a message. */
export function cannotBeWritten(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return `cannot be written: ${code === 'ENOENT' ? 'no such folder' : (problems[code] ?? (code || message))}`;
}
