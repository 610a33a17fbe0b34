import { applySettings, type Scenario, validateScenario } from '@tunq/scenario';
import type { Settings } from '../vary.js';
import { assignments } from '../vary.js';
import type { AdviseSetUp } from './base.js';
import { type AdviseChoice, type AdviseQdisc, type AdviseQuestion, adviseRules } from './question.js';

/** `tail-drop 500 fq_codel`, which names a choice in results. */
export function choiceId({ flowControl, queueLength, qdisc }: AdviseChoice): string {
  return `${flowControl} ${queueLength} ${qdisc}`;
}

/**
 * Every choice worth a run, today's first among equals. Under tail drop the qdisc never holds a packet, so that one stands for all
 * that neither pace nor shape.
 */
export function choices({ kernel, qdiscs }: AdviseQuestion, today: AdviseChoice): AdviseChoice[] {
  const lengths = [...new Set([...adviseRules.queueLengths, today.queueLength])].sort((a, b) => a - b);
  const flowControls = [kernel.flowControl, ...(kernel.backpressure === null ? [] : [kernel.backpressure])];
  return flowControls.flatMap((flowControl) =>
    (flowControl === 'tail-drop' ? firstOfKind(qdiscs) : qdiscs.filter((qdisc) => qdisc !== 'noqueue')).flatMap(
      (qdisc) => lengths.map((queueLength) => ({ flowControl, queueLength, qdisc })),
    ),
  );
}

/** Of the qdiscs that hold nothing under tail drop the first; a drop below noqueue is seen by TCP, which makes it another kind. */
function firstOfKind(qdiscs: readonly AdviseQdisc[]): AdviseQdisc[] {
  const kindOf = (qdisc: AdviseQdisc) => (qdisc === 'noqueue' || holds(qdisc) ? qdisc : 'idle');
  return qdiscs.filter((qdisc, i) => qdiscs.findIndex((other) => kindOf(other) === kindOf(qdisc)) === i);
}

/** Qdiscs that keep packets although the device would take them. */
function holds(qdisc: AdviseQdisc): boolean {
  return qdisc === 'fq' || qdisc === 'tbf' || qdisc === 'netem';
}

/**
 * The run of a choice: the transfers, and a ping beside them. It ends before they do, so that what is on its way at the end is not
 * taken for lost.
 *
 * @param further settings of this run alone
 */
export function choiceScenario(
  { document, scenario, duration, pingInterval }: AdviseSetUp,
  choice: AdviseChoice,
  further: Settings = {},
): Scenario {
  const flows = [
    ...scenario.flows,
    { kind: 'ping', interval: pingInterval, stop: Math.round(duration * pingShareOfRun) },
  ];
  const { flowControl, queueLength, qdisc } = choice;
  const settings = {
    flows: JSON.stringify(flows),
    'device.flowControl': flowControl,
    'device.queueLength': `${queueLength}`,
    qdisc: `{ kind: ${qdisc} }`,
    ...further,
  };
  return validateScenario(applySettings(document, assignments(settings)));
}

/** Of a run of ten seconds, one is left for the last answers. */
const pingShareOfRun = 0.9;
