import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DiagnoseError, type SourceText } from '../input.js';

const run = promisify(execFile);

/** What is looked at, in this order: `tc` and `ip` are compared with each other, so nothing stands between them. */
const looks: readonly { readonly name: string; readonly words: readonly [string, ...string[]] }[] = [
  { name: 'tc -s -j qdisc', words: ['tc', '-s', '-j', 'qdisc'] },
  { name: 'ip -d -s -j link', words: ['ip', '-d', '-s', '-j', 'link'] },
  { name: 'ss -tinm', words: ['ss', '-tinm'] },
  { name: 'nstat -asj', words: ['nstat', '-asj'] },
];

export interface Look {
  readonly sources: readonly SourceText[];
  /** Programs that are not installed, or failed. */
  readonly failed: readonly string[];
}

export interface LiveOptions {
  /** Between the two looks, ms. */
  readonly time: number;
  readonly signal?: AbortSignal;
}

/**
 * Looks at this machine twice, with what `ip`, `tc`, `ss` and `nstat` print. Nothing is changed: the commands only list.
 *
 * @throws {DiagnoseError} when this is no Linux, or has no such device
 */
export async function lookLive(device: string, { time, signal }: LiveOptions): Promise<Look> {
  const fault = (problem: string): DiagnoseError => new DiagnoseError({ name: `--live ${device}`, text: '' }, problem);
  if (process.platform !== 'linux') throw fault('needs Linux; allowed elsewhere: files that were taken there');
  const devices = await readFile('/proc/net/dev', 'utf8');
  const names = [...devices.matchAll(/^\s*([^\s:]+):/gm)].map(([, name]) => name!);
  if (!names.includes(device))
    throw fault(`there is no such device in this network namespace; there are: ${names.join(', ')}`);
  const options = signal ? { signal } : {};
  const first = await look('before', options);
  await sleep(time, undefined, options);
  const second = await look('after', options);
  return { sources: [...first.sources, ...second.sources], failed: [...new Set([...first.failed, ...second.failed])] };
}

async function look(when: string, options: { readonly signal?: AbortSignal }): Promise<Look> {
  const sources: SourceText[] = [];
  const failed: string[] = [];
  for (const { name, words } of looks) {
    const [program, ...rest] = words;
    try {
      const { stdout } = await run(program, rest, { ...options, encoding: 'utf8', maxBuffer: 64 << 20 });
      if (stdout.trim() !== '') sources.push({ name: `${name} (${when})`, text: stdout });
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      failed.push(
        `${name}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? `${program} is not installed` : 'failed'}`,
      );
    }
  }
  sources.push({ name: `/proc/net/dev (${when})`, text: await readFile('/proc/net/dev', 'utf8') });
  return { sources, failed };
}
