import { scenarioSchema } from './schema.js';
import { z } from './zod.js';

/** JSON Schema (draft 2020-12) of a scenario document, for editors: keys, ranges, defaults and what each key means. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}
