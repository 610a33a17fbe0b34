import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

/** Module → the modules that it depends on, in whatever way; all as paths from the root. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * What modules depend on, as dependency-cruiser sees it: `import` with either quote, `import()`, `require()`,
 * `import x = require()`, `export … from`, types, JSON.
 *
 * @param root what all paths are relative to
 * @param folders where modules are looked for
 */
export async function dependencyGraph(root: string, folders: readonly string[]): Promise<Graph> {
  const options = await extractOptions(join(import.meta.dirname, '../../.dependency-cruiser.js'));
  const { output } = await cruise([...folders], { ...options, baseDir: root });
  return new Map(
    (output as ICruiseResult).modules.map(({ source, dependencies }) => [
      source,
      dependencies.map(({ resolved }) => resolved),
    ]),
  );
}

/**
 * A module, and every one that it depends on, directly or not.
 *
 * @throws {RangeError} for a module that the graph has not
 */
export function reachable(graph: Graph, from: string): string[] {
  if (!graph.has(from)) throw new RangeError(`no module ${from}`);
  const seen = new Set([from]);
  for (const module of seen) for (const next of graph.get(module) ?? []) seen.add(next);
  return [...seen];
}
