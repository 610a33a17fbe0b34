import { scenarioJsonSchema } from '../json-schema.js';

const value = { description: 'A number, a quantity such as 120ms, a name, or a group of keys.' };

const values = {
  anyOf: [
    { type: 'array', minItems: 1, uniqueItems: true, items: value },
    {
      type: 'object',
      description: 'Values from one end to the other, both included.',
      properties: {
        from: { type: ['number', 'string'] },
        to: { type: ['number', 'string'] },
        steps: { type: 'integer', minimum: 2, description: 'How many values.' },
        scale: { enum: ['linear', 'log'], default: 'linear' },
      },
      required: ['from', 'to', 'steps'],
      additionalProperties: false,
    },
  ],
};

/** JSON Schema (draft 2020-12) of the plan of a sweep, for editors. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...scenario } = scenarioJsonSchema();
  return {
    $schema,
    title: 'Plan of a sweep',
    type: 'object',
    properties: {
      name: {
        type: 'string',
        pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}_.+-]{0,79}$',
        description: 'Default: the name of the file.',
      },
      scenario: {
        description: 'What every point begins with: a preset, a file beside the plan, or the scenario itself.',
        anyOf: [{ type: 'string', minLength: 1 }, scenario],
      },
      set: {
        type: 'object',
        description: 'Keys that are changed in every point, such as path.rtt: 120ms.',
        additionalProperties: value,
      },
      grid: {
        type: 'object',
        description: 'Axes: every combination of their values is a point. The last axis varies fastest.',
        propertyNames: { not: { const: 'seed' } },
        additionalProperties: values,
      },
      zip: {
        type: 'array',
        description: 'Further axes, on which several keys change together.',
        items: {
          type: 'object',
          minProperties: 2,
          propertyNames: { not: { const: 'seed' } },
          additionalProperties: values,
        },
      },
      seeds: {
        description:
          'Runs of every point: how many, with seeds that follow from the point, or these seeds. Default: 1.',
        anyOf: [
          { type: 'integer', minimum: 1 },
          {
            type: 'array',
            minItems: 1,
            uniqueItems: true,
            items: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
          },
        ],
      },
      phase: {
        type: 'boolean',
        description:
          'Every run of a point but the first begins its flows at other times within a tick of the timer, on a path that is longer or shorter by up to 0.1 %. Default: true, but false with a list of seeds.',
      },
    },
    required: ['scenario'],
    additionalProperties: false,
  };
}
