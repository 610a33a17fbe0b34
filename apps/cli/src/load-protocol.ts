import { type Protocol, ProtocolError, protocolFromData } from '@tunq/check';
import { readDocument, ScenarioError } from '@tunq/scenario';
import { readTextFile } from './read-text.js';

/**
 * The protocol in a file, YAML or JSON.
 *
 * @throws {InputError} when it cannot be read
 * @throws {ScenarioError} with line and key of the first fault
 */
export async function loadProtocol(file: string): Promise<Protocol> {
  const document = readDocument(await readTextFile(file), { file });
  try {
    return protocolFromData(document.data);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const { path, given, allowed } = error;
    const place = given === 'unknown key' ? document.locateKey(path) : document.locate(path);
    throw new ScenarioError({ ...place, key: keyText(path), given, allowed });
  }
}

/** `reader.epoll[0].lock` */
function keyText(path: readonly (string | number)[]): string | null {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return text === '' ? null : text.replace(/^\./, '');
}
