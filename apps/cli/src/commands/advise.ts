import { kernelOfVersion } from '@tunq/device';
import { formatAdvice, formatJson } from '@tunq/report';
import {
  type Advice,
  type AdviseQdisc,
  type AdviseQuestion,
  type AdviseReader,
  advise as adviseQuestion,
} from '@tunq/sim';
import { runMany } from '@tunq/sim/node';
import { parseDuration } from '../duration.js';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { progressBar } from '../progress.js';
import { parseWithin } from '../quantity.js';
import { refuseStdout } from '../refuse-stdout.js';
import { styleOf } from '../style.js';
import { writePage } from '../write-page.js';

export interface AdviseArguments {
  readonly rtt: string;
  readonly reader: AdviseReader;
  readonly rate?: string;
  readonly bottleneck: 'reader' | 'path';
  readonly flows: number;
  readonly latency?: string;
  readonly giveUp: string;
  readonly kernel: string;
  /** False: `--no-backpressure`. */
  readonly backpressure: boolean;
  readonly txqueuelen?: number;
  readonly qdisc: readonly AdviseQdisc[];
  readonly set: readonly string[];
  readonly duration?: string;
  readonly seeds: number;
  readonly html?: string;
  readonly jobs?: number;
  readonly json?: boolean;
}

/** `tunq advise`: which queue suits a tunnel. */
export async function advise(args: AdviseArguments, io: Io): Promise<number> {
  if (args.html !== undefined) refuseStdout(`--html ${args.html}`, args.html, io.stdout);
  const question = questionOf(args);
  const bar = await progressBar(io, 'advising');
  let advice: Advice;
  try {
    advice = await adviseQuestion(question, {
      run: (jobs, options) => runMany(jobs, { ...options, ...(args.jobs !== undefined && { threads: args.jobs }) }),
      onProgress: (done, total) => bar.update(done / total, `${done} of ${total} runs`),
      ...(io.signal && { signal: io.signal }),
    });
  } finally {
    bar.stop();
  }
  if (args.html !== undefined) {
    const { advicePageHtml } = await import('./advise-html.js');
    writePage(args.html, advicePageHtml(advice));
  }
  io.stdout.write(args.json ? formatJson(advice) : `${formatAdvice(advice, styleOf(io))}\n`);
  return exitStatus.done;
}

function questionOf(args: AdviseArguments): AdviseQuestion {
  return {
    reader: args.reader,
    rtt: Math.round(parseWithin('--rtt', args.rtt, 'time', '10us', '10s')),
    rate: args.rate === undefined ? null : parseWithin('--rate', args.rate, 'rate', '100kbit', '100gbit'),
    bottleneck: bottleneckOf(args),
    flows: args.flows,
    latency:
      args.latency === undefined ? null : Math.round(parseWithin('--latency', args.latency, 'time', '1us', '100s')),
    giveUp: parseWithin('--give-up', args.giveUp, 'share', '0%', '90%'),
    kernel: kernelOf(args),
    queueLength: args.txqueuelen ?? null,
    qdiscs: [...new Set(args.qdisc)],
    duration: args.duration === undefined ? null : parseDuration(args.duration),
    seeds: args.seeds,
    settings: args.set,
  };
}

function bottleneckOf({ bottleneck, rate }: AdviseArguments): AdviseQuestion['bottleneck'] {
  if (bottleneck === 'path' && rate === undefined) {
    throw new InputError('--bottleneck path: without --rate the path has no bottleneck; allowed: with --rate');
  }
  return bottleneck;
}

function kernelOf({ kernel, backpressure }: AdviseArguments): AdviseQuestion['kernel'] {
  const preset = kernelOfVersion(kernel);
  if (!preset) {
    throw new InputError(`--kernel ${kernel}: is no version of Linux; allowed: such as 6.12, 7.2-rc3 or 7.3`);
  }
  if (!backpressure && preset.flowControl !== 'tail-drop') {
    throw new InputError(
      `--no-backpressure: Linux ${kernel} pushes back wherever there is a qdisc; allowed: with another --kernel`,
    );
  }
  return { flowControl: preset.flowControl, backpressure: backpressure ? preset.withBackpressureFlag : null };
}
