import { presetScenario } from '@tunq/scenario';
import { type Measurements, runScenario } from '@tunq/sim';

/** The runs of docs/shaping.md: the presets `shaping-…`, on the ring they have and on that of a TUN device by default. */

const qdiscs = ['pfifo', 'prio', 'fq_codel', 'tbf-above', 'tbf-below'] as const;

export const shapingNames: Readonly<Record<(typeof qdiscs)[number], string>> = {
  pfifo: 'pfifo',
  prio: 'prio',
  fq_codel: 'fq_codel',
  'tbf-above': 'tbf 500mbit',
  'tbf-below': 'tbf 340mbit',
};

export interface ShapingRun {
  readonly qdisc: (typeof qdiscs)[number];
  readonly slots: number;
  readonly variant: 'tail drop' | 'backpressure';
  readonly result: Measurements;
}

export async function shapingRuns(): Promise<ShapingRun[]> {
  const runs: ShapingRun[] = [];
  for (const slots of [50, 500]) {
    for (const qdisc of qdiscs) {
      for (const variant of ['tail drop', 'backpressure'] as const) {
        const name = `shaping-${qdisc}${variant === 'backpressure' ? '-backpressure' : ''}`;
        const { result } = await runScenario(presetScenario(name, [`device.queueLength=${slots}`]));
        runs.push({ qdisc, slots, variant, result });
      }
    }
  }
  return runs;
}

const ms = (value: number) => value.toFixed(2);

/** The table of docs/shaping.md. */
export function shapingTable(runs: readonly ShapingRun[]): string {
  const head = [
    'slots',
    'qdisc',
    'full ring',
    'ping, mean',
    'ping, p99',
    'in qdisc, mean',
    'in ring, mean',
    'goodput',
    'ring drops',
    'qdisc drops',
  ];
  const rows = runs.map(({ slots, qdisc, variant, result }) => [
    String(slots),
    shapingNames[qdisc],
    variant,
    `${ms(result.pingMs!.mean)} ms`,
    `${ms(result.pingMs!.p99)} ms`,
    `${ms(result.sojournMs.qdisc.mean)} ms`,
    `${ms(result.sojournMs.ring.mean)} ms`,
    `${result.goodputMbps.toFixed(0)} Mbit/s`,
    String(result.ringDrops),
    String(result.qdiscDrops),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')}\n`;
}
