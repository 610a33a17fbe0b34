import { Readable } from 'node:stream';
import type { Io } from '../io.js';
import { main } from '../main.js';

export interface Captured {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process and keeps what it writes. */
export async function tunq(
  argv: readonly string[],
  io: Partial<Io> & { readonly input?: string } = {},
): Promise<Captured> {
  let stdout = '';
  let stderr = '';
  const { input = '', ...rest } = io;
  const status = await main(argv, {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: {},
    ...rest,
  });
  return { status, stdout, stderr };
}

/** What every wrong input must end in: status 2 and one line for people. */
export function complaint({ status, stdout, stderr }: Captured): string {
  if (status !== 2) throw new Error(`status ${status}, not 2: ${stderr || stdout.slice(0, 200)}`);
  if (stdout !== '') throw new Error(`wrote to stdout: ${stdout.slice(0, 200)}`);
  if (!/^tunq: [^\n]+\n$/.test(stderr)) throw new Error(`not one line: ${stderr}`);
  if (/\bat \S+ \(|\.[jt]s:\d+:\d+/.test(stderr)) throw new Error(`a stack trace: ${stderr}`);
  return stderr.slice('tunq: '.length, -1);
}
