import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { firstLine } from './describe.js';
import { ScenarioError } from './error.js';
import { formatKeyPath, type KeyPath, keyPathId } from './key-path.js';
import { textLimits, tooDeepLine } from './yaml-limits.js';

/** Where something stands in a text, 1-based, or which `--set` argument gave it. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * A scenario before its meaning is checked: plain data, and the place of every key in the text that it came from.
 */
export class ScenarioDocument {
  /** Name of the file, preset or program that it comes from, for messages. */
  readonly file: string;
  /** Groups, lists, texts, numbers, booleans and nulls. Not to be changed. */
  readonly data: unknown;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(data: unknown, file: string, places: ReadonlyMap<string, Place> = new Map()) {
    this.data = data;
    this.file = file;
    this.#places = places;
  }

  /** The place of a value, or of the nearest group around it. */
  locate(path: KeyPath): Place {
    for (let length = path.length; length >= 0; length--) {
      const place = this.#places.get(keyPathId(path.slice(0, length)));
      if (place) return place;
    }
    return { file: this.file, line: null, column: null };
  }

  /** The place of a key rather than of its value. */
  locateKey(path: KeyPath): Place {
    return this.#places.get(keyId(path)) ?? this.locate(path);
  }

  /** A part of the document as one of its own; its places stay those in the whole text. */
  within(path: KeyPath): ScenarioDocument {
    const data = path.reduce<unknown>((value, part) => (value as Record<string | number, unknown>)[part], this.data);
    const outer = keyPathId(path).slice(0, -1);
    const places = new Map<string, Place>();
    for (const [id, place] of this.#places) {
      const inner = id.replace(`${outer},`, '[');
      if (inner !== id) places.set(inner, place);
    }
    places.set(keyPathId([]), this.locate(path));
    return new ScenarioDocument(data, this.file, places);
  }

  /** The same document with other data, of which the named parts come from `place`. */
  with(data: unknown, changed: readonly KeyPath[], place: Place): ScenarioDocument {
    const places = new Map(this.#places);
    for (const path of changed) {
      const inside = `${keyPathId(path).slice(0, -1)},`;
      for (const id of this.#places.keys()) if (id.includes(inside)) places.delete(id);
      places.set(keyPathId(path), place);
      places.set(keyId(path), place);
    }
    return new ScenarioDocument(data, this.file, places);
  }
}

function keyId(path: KeyPath): string {
  return `key ${keyPathId(path)}`;
}

/**
 * Reads a scenario's text, YAML 1.2 or JSON, without checking what the keys mean.
 *
 * @param options `file`: the name that messages show; `scenario` where absent.
 * @throws ScenarioError if the text is empty, too long, no text at all, or no YAML.
 */
export function readDocument(text: string, options: { file?: string } = {}): ScenarioDocument {
  const file = options.file ?? 'scenario';
  const fail = (given: string, allowed: string | null, place: { line: number; col: number } | null = null): never => {
    throw new ScenarioError({ file, line: place?.line ?? null, column: place?.col ?? null, key: null, given, allowed });
  };
  if (text.length > textLimits.characters) {
    return fail(`the text has ${text.length} characters`, `at most ${textLimits.characters} characters`);
  }
  requireText(text, fail);
  const deep = tooDeepLine(text);
  if (deep !== null) return fail('nests too deeply', `at most ${textLimits.depth} levels`, { line: deep, col: 1 });

  const lineCounter = new LineCounter();
  const document = parseYaml(text, lineCounter, fail);
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault) {
    const several = fault.code === 'MULTIPLE_DOCS';
    const given = several ? 'holds more than one document' : `is not valid YAML: ${firstLine(fault.message)}`;
    return fail(given, several ? 'one scenario a file' : null, lineCounter.linePos(fault.pos[0]));
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return fail('is empty', 'a scenario such as `device: { kind: tun, queueLength: 500 }`', { line: 1, col: 1 });
  }
  const places = new Map<string, Place>();
  const data = new PlainData(file, lineCounter, places).of(document.contents, []);
  return new ScenarioDocument(data, file, places);
}

type Fail = (given: string, allowed: string | null, place?: { line: number; col: number } | null) => never;

function requireText(text: string, fail: Fail): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data from text
  const at = text.search(/[\u0000-\u0008\u000b\u000e-\u001f\u007f\ufffd]/);
  if (at === -1) return;
  const before = text.slice(0, at).split('\n');
  fail('is not a text file', 'YAML or JSON in UTF-8', { line: before.length, col: before.at(-1)!.length + 1 });
}

function parseYaml(text: string, lineCounter: LineCounter, fail: Fail): Document.Parsed {
  try {
    // The library compares every key with every other; PlainData finds repeated keys in one pass.
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, stringKeys: false });
  } catch (error) {
    return fail(`is not valid YAML: ${firstLine(String(error instanceof Error ? error.message : error))}`, null);
  }
}

/** Turns parsed nodes into plain data, notes where each came from, and bounds what aliases may repeat. */
class PlainData {
  readonly #anchors = new Map<string, Node>();
  #values = 0;

  constructor(
    private readonly file: string,
    private readonly lineCounter: LineCounter,
    private readonly places: Map<string, Place>,
  ) {}

  of(node: Node | null, path: KeyPath): unknown {
    this.#values += 1;
    if (this.#values > textLimits.values)
      this.#fail(node, path, 'holds too many values', `at most ${textLimits.values} values`);
    if (path.length > textLimits.depth)
      this.#fail(node, path, 'nests too deeply', `at most ${textLimits.depth} levels`);
    if (node === null) return null;
    this.#note(keyPathId(path), node);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (!target) this.#fail(node, path, `*${node.source} names nothing above it`, null);
      return this.of(target!, path);
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, i) => this.of(item as Node | null, [...path, i]));
    if (isMap(node)) return this.#group(node.items as { key: unknown; value: unknown }[], path);
    return this.#fail(node, path, 'is neither a value, nor a list, nor a group of keys', null);
  }

  #group(items: readonly { key: unknown; value: unknown }[], path: KeyPath): Record<string, unknown> {
    const group: Record<string, unknown> = {};
    for (const { key, value } of items) {
      if (!isScalar(key) || key.value === null || typeof key.value === 'object') {
        this.#fail(key as Node | null, path, 'a key is not a word', 'keys such as `device`');
      }
      const name = String((key as { value: unknown }).value);
      const inner = [...path, name];
      if (Object.hasOwn(group, name)) this.#fail(key as Node, inner, 'is given twice', 'each key once');
      // Assigning to it would change the prototype instead of adding a key.
      if (name === '__proto__') this.#fail(key as Node, inner, 'unknown key', null);
      this.#note(keyId(inner), key as Node);
      this.places.set(keyPathId(inner), this.#place(key as Node));
      group[name] = this.of(value as Node | null, inner);
    }
    return group;
  }

  #place(node: Node | null): Place {
    const offset = node?.range?.[0];
    if (offset === undefined) return { file: this.file, line: null, column: null };
    const { line, col } = this.lineCounter.linePos(offset);
    return { file: this.file, line, column: col };
  }

  #note(id: string, node: Node): void {
    const place = this.#place(node);
    if (place.line !== null) this.places.set(id, place);
  }

  #fail(node: Node | null, path: KeyPath, given: string, allowed: string | null): never {
    throw new ScenarioError({
      ...this.#place(node),
      key: path.length === 0 ? null : formatKeyPath(path),
      given,
      allowed,
    });
  }
}
