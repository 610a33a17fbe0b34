import type { Io } from './io.js';

/** A bar on stderr; where stderr is no terminal, nothing. */
export interface Progress {
  /** @param fraction share that is done, 0…1 */
  update(fraction: number, label?: string): void;
  stop(): void;
}

const silent: Progress = { update() {}, stop() {} };

/** Between two looks at the clock, ms: a run of minutes should not look like one that hangs. */
const tick = 1000;

/** Before that an estimate is a guess, ms. */
const least = 3000;

/** @param title what is being done, shown in front of the bar */
export async function progressBar({ stderr, quiet, env }: Io, title: string): Promise<Progress> {
  // A bar is drawn over itself, which a dumb terminal cannot do.
  if (!stderr.isTTY || quiet || env.TERM === 'dumb') return silent;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    stream: stderr as NodeJS.WriteStream,
    format: `${title} {bar} {percentage} %{time}{label}`,
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    hideCursor: true,
    linewrap: false,
  });
  bar.start(1, 0, { label: '', time: '' });
  const started = performance.now();
  let share = 0;
  let shown = '';
  const draw = () => {
    bar.update(share, { label: shown === '' ? '' : `, ${shown}`, time: timeLeft(share, performance.now() - started) });
  };
  const timer = setInterval(draw, tick);
  timer.unref();
  return {
    update(fraction, label = shown) {
      share = fraction;
      shown = label;
      draw();
    },
    stop() {
      clearInterval(timer);
      bar.stop();
    },
  };
}

/** How long it has taken, and about how long it still takes if it goes on like this; nothing of what is soon over. */
export function timeLeft(share: number, elapsed: number): string {
  if (elapsed < least) return '';
  const left = share > 0 ? `, about ${clock((elapsed * (1 - share)) / share)} left` : '';
  return `, ${clock(elapsed)}${left}`;
}

/** 83,000 ms → `1:23` */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${seconds % 60}`.padStart(2, '0');
  return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
