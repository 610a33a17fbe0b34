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
  const document = documentOf(await readTextFile(file), file);
  try {
    return protocolFromData(document.data);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const { path, given, allowed } = error;
    const place = given === 'unknown key' ? document.locateKey(path) : document.locate(path);
    throw new ScenarioError({ ...place, key: keyText(path), given, allowed });
  }
}

function documentOf(text: string, file: string): ReturnType<typeof readDocument> {
  try {
    return readDocument(text, { file });
  } catch (error) {
    if (!(error instanceof ScenarioError) || error.given !== 'is empty') throw error;
    const { line, column, key, given } = error;
    throw new ScenarioError({ file, line, column, key, given, allowed: 'a protocol with name, producer and reader' });
  }
}

/** `reader.epoll[0].lock` */
function keyText(path: readonly (string | number)[]): string | null {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return text === '' ? null : text.replace(/^\./, '');
}
