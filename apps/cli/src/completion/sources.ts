import type { Completion } from './candidates.js';

export interface Candidate {
  readonly word: string;
  readonly description?: string;
}

/** What may stand for a placeholder, given the beginning of it. */
export type Source = (current: string) => Completion | Promise<Completion>;

const files: Completion = { candidates: [], paths: 'files' };

/** By the placeholder that the help shows. Modules are loaded here, so that other words do not wait for them. */
export const placeholderSources: Readonly<Record<string, Source>> = {
  file: () => files,
  dir: () => ({ candidates: [], paths: 'folders' }),
  plan: () => files,
  scenario: async () => ({ candidates: await presetNames(), paths: 'files' }),
  preset: async () => ({ candidates: await presetNames() }),
  'key=value': (current) => settings(current, false),
  'key=v1,v2…': (current) => settings(current, true),
  table: async () => {
    const { publishedTables, reproducibleTables } = await import('@tunq/reference');
    const titles = new Map(publishedTables.map(({ name, title }) => [name, title]));
    return { candidates: reproducibleTables.map((word) => described(word, titles.get(word))) };
  },
  parameter: async () => named((await import('@tunq/reference')).calibrationNames),
  cells: async () => ({ ...named(Object.keys((await import('@tunq/reference')).bundledCellSets)), paths: 'files' }),
  id: async () => {
    const { bundledCells } = await import('@tunq/reference/node');
    return named((await bundledCells('kernel')).map(({ cell }) => cell.id));
  },
  capture: async () => ({ ...named(['all', ...(await import('@tunq/reference')).bundledCaptures]), paths: 'files' }),
  policy: async () => named((await import('@tunq/check')).protocolNames),
};

function described(word: string, description: string | undefined): Candidate {
  return description === undefined ? { word } : { word, description };
}

function named(words: readonly string[]): Completion {
  return { candidates: words.map((word) => ({ word })) };
}

async function presetNames(): Promise<Candidate[]> {
  const { presetNames: names, presets } = await import('@tunq/scenario');
  return names.map((word) => described(word, presets[word].title));
}

/**
 * `device.kind=tun`: keys up to their `=`, then the values that have names.
 *
 * @param many values separated by commas
 */
async function settings(current: string, many: boolean): Promise<Completion> {
  const { scenarioKeys } = await import('@tunq/scenario');
  const equals = current.indexOf('=');
  const [given = ''] = current.split('=');
  // `flows[0].count` and `flows.0.count` are keys of one flow.
  const entry = /^(?:flows|reader\.perQueue)(\[\d+\]|\.\d+)\./.exec(given)?.[1] ?? '';
  const keys = scenarioKeys().map(({ key, ...rest }) => ({
    ...rest,
    key: key.replace(/^(flows|reader\.perQueue)\./, (_, list) => `${list}${entry}.`),
  }));
  if (equals < 0) return { candidates: keys.map(({ key, description }) => described(`${key}=`, description)) };
  const { values } = keys.find(({ key }) => key === given) ?? { values: [] };
  const before = many
    ? current
        .slice(equals + 1)
        .split(',')
        .slice(0, -1)
    : [];
  const prefix = `${given}=${before.map((value) => `${value},`).join('')}`;
  return named(values.filter((value) => !before.includes(value)).map((value) => prefix + value));
}
