import type { Lanes } from '../lanes.js';

/** Schedules as Mermaid sequence diagrams: a participant a thread, a note a step. */
export function lanesMermaid(all: readonly Lanes[]): string {
  return all.map(diagram).join('\n');
}

function diagram({ title, threads, steps, ending }: Lanes): string {
  const lines = ['sequenceDiagram', `  title ${text(title)}`];
  threads.forEach((name, t) => {
    lines.push(`  participant T${t} as ${text(name)}`);
  });
  lines.push('  participant S as state');
  let state = '';
  for (const step of steps) {
    lines.push(`  Note over T${step.thread}: ${text(step.text)}`);
    if (step.state !== state) lines.push(`  Note over S: ${text(step.state)}`);
    state = step.state;
  }
  lines.push(`  Note over T0,S: ${text(ending)}`);
  return `${lines.join('\n')}\n`;
}

/** Mermaid ends a statement at `;` and takes `#` for the start of a character's number. */
function text(value: string): string {
  return value.replaceAll('#', '#35;').replaceAll(';', ',');
}
