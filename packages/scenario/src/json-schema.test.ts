import { expect, test } from 'vitest';
import { scenarioJsonSchema } from './json-schema.js';
import { scenarioSchema } from './schema.js';

interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: { readonly oneOf: readonly Node[] };
  readonly additionalProperties?: boolean;
}

const schema = scenarioJsonSchema() as unknown as Node & { readonly $schema: string };

test('it is a JSON Schema of every key', () => {
  expect(schema.$schema).toContain('2020-12');
  expect(Object.keys(schema.properties!)).toEqual(Object.keys(scenarioSchema.shape));
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties!.duration).toMatchObject({ default: '10s' });
  expect(schema.properties!.device!.properties!.queueLength!.description).toContain('tun 500, tap 1000');
  expect(schema.properties!.qdisc!.properties!.kind).toMatchObject({
    default: 'pfifo_fast',
    enum: ['pfifo_fast', 'pfifo', 'fq_codel', 'fq', 'tbf', 'prio', 'netem', 'noqueue'],
  });
  expect(schema.properties!.flows!.items!.oneOf.map((flow) => Object.keys(flow.properties!).length)).toEqual([
    7, 9, 7, 8, 8,
  ]);
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});

test('every key says what it is', () => {
  const undescribed: string[] = [];
  const visit = (node: Node, path: string) => {
    for (const [key, inner] of Object.entries(node.properties ?? {})) {
      if (!inner.description && key !== 'kind') undescribed.push(`${path}.${key}`);
      visit(inner, `${path}.${key}`);
    }
    for (const [i, flow] of (node.items?.oneOf ?? []).entries()) visit(flow, `${path}[${i}]`);
  };
  visit(schema, '');
  expect(undescribed).toEqual([]);
});
