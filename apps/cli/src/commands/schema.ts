import { formatJson } from '@tunq/report';
import { planJsonSchema, scenarioJsonSchema } from '@tunq/scenario';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';

const schemas = { scenario: scenarioJsonSchema, plan: planJsonSchema } as const;

export type SchemaName = keyof typeof schemas;

/** `tunq schema`: what a scenario or a plan may hold, for editors. */
export function schema(document: SchemaName, io: Io): number {
  io.stdout.write(formatJson(schemas[document]()));
  return exitStatus.done;
}
