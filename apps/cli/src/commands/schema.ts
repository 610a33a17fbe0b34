import { formatJson } from '@tunq/report';
import { scenarioJsonSchema } from '@tunq/scenario';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';

/** `tunq schema`: what a scenario may hold, for editors. */
export function schema(io: Io): number {
  io.stdout.write(formatJson(scenarioJsonSchema()));
  return exitStatus.done;
}
