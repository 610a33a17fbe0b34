import type { Io } from './io.js';

/** A bar on stderr; where stderr is no terminal, nothing. */
export interface Progress {
  /** @param fraction share that is done, 0…1 */
  update(fraction: number, label?: string): void;
  stop(): void;
}

const silent: Progress = { update() {}, stop() {} };

/** @param title what is being done, shown in front of the bar */
export async function progressBar({ stderr }: Io, title: string): Promise<Progress> {
  if (!stderr.isTTY) return silent;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    stream: stderr as NodeJS.WriteStream,
    format: `${title} {bar} {percentage} % {label}`,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { label: '' });
  return {
    update: (fraction, label) => bar.update(fraction, label === undefined ? undefined : { label }),
    stop: () => bar.stop(),
  };
}
