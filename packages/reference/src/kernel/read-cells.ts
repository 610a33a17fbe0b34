import { ScenarioError } from '@tunq/scenario';
import { jsonFault, jsonValues } from './json-fault.js';
import { isGroup, shape } from './json-group.js';
import { type JsonPath, JsonText, type TextPlace } from './json-place.js';
import type { PlacedCell } from './kernel-cell.js';
import { labScenario, type ScenarioSource } from './lab-scenario.js';
import { type CellFault, readCell } from './read-cell.js';

/**
 * Reads kernel cells: `{ meta, cells: […] }`, a list of cells, one cell, or any of these one after another, as in JSON
 * Lines. A cell with a fault is read as far as it goes and has `fault`, so that it does not take the others with it.
 *
 * @param file the name that messages show
 * @throws {ScenarioError} for a text that is no JSON, or holds no cells: with file, line, key, what was given and what is
 *   allowed
 */
export function readCells(text: string, file: string): PlacedCell[] {
  const source = new JsonText(text, file);
  const values = jsonValues(text);
  if ('fault' in values) throw notJson(source, values.fault);
  const several = values.length > 1;
  const cells = values.flatMap(({ value, start }) => {
    const { list, path } = cellList(value, source, start, several);
    const place = (index: number) => (path === null ? [] : [...path, index]);
    let starts: number[] | undefined;
    return list.map((given, index) => {
      const locate = (inside: JsonPath): TextPlace => {
        starts ??= path === null ? [start] : source.elements(source.offsetOf(path, start));
        return source.placeOf(inside, starts[index]);
      };
      return placedCell(given, keyPath(place(index)), { file, locate }, several);
    });
  });
  if (cells.length > 0) return distinctCells(cells);
  const path = Array.isArray(values[0]!.value) ? [] : ['cells'];
  throw failure(source.placeOf(path), { path, given: 'holds no cells', allowed: 'at least one cell' });
}

/** The same cells; where an id is there again, `(2)` is added, as for a scenario that was measured twice. */
export function distinctCells(cells: readonly PlacedCell[]): PlacedCell[] {
  const seen = new Set<string>();
  return cells.map((placed) => {
    let { id } = placed.cell;
    for (let count = 2; seen.has(id); count++) id = `${placed.cell.id} (${count})`;
    seen.add(id);
    return id === placed.cell.id ? placed : { ...placed, cell: { ...placed.cell, id } };
  });
}

/**
 * `JSON.parse` whose error names the line.
 *
 * @throws {ScenarioError}
 */
export function parseJson(source: JsonText): unknown {
  try {
    return JSON.parse(source.text);
  } catch {
    throw notJson(source, jsonFault(source.text) ?? 0);
  }
}

function notJson(source: JsonText, offset: number): ScenarioError {
  const { text } = source;
  const found = text.trim() === '' ? 'is empty' : text.slice(offset).trim() === '' ? 'ends too early' : undefined;
  return new ScenarioError({
    ...source.placeAt(found === undefined ? offset : text.trimEnd().length),
    key: null,
    given: found ?? `is not JSON from ${shape(text.slice(offset, offset + 20))} on`,
    allowed: 'JSON as kernel-lab and kernel-cells have it',
  });
}

/** The cells of one document; one of several that is none of the forms is taken for a cell, whose faults are told. */
function cellList(
  document: unknown,
  source: JsonText,
  start: number,
  several: boolean,
): { list: unknown[]; path: JsonPath | null } {
  if (Array.isArray(document)) return { list: document, path: [] };
  const fail = (path: string[], given: string, allowed: string): never => {
    throw failure(source.placeOf(path, start), { path, given, allowed });
  };
  if (isGroup(document) && 'cells' in document) {
    const { cells } = document;
    return Array.isArray(cells)
      ? { list: cells, path: ['cells'] }
      : fail(['cells'], `${shape(cells)} where a list belongs`, 'a list of cells');
  }
  if (several || (isGroup(document) && ('scenario' in document || 'measured' in document))) {
    return { list: [document], path: null };
  }
  if (!isGroup(document)) return fail([], `is ${shape(document)}`, 'cells: { "cells": [ … ] }, a list, or one cell');
  return fail([], 'has no cells', 'the keys cells (a list), or id, scenario and measured');
}

/** @param name the place of the cell in its document, for one without an id */
function placedCell(given: unknown, name: string, { file, locate }: ScenarioSource, several: boolean): PlacedCell {
  const nameless = () => name || (several ? `line ${locate([]).line}` : 'cell');
  const { cell, sampleInterval, faults } = readCell(given, nameless);
  const measuredWith = sampleInterval === undefined ? {} : { sampleInterval };
  const document = labScenario(cell.scenario, { file, locate: (path) => locate(['scenario', ...path]) }, measuredWith);
  const [fault] = faults;
  return fault ? { cell, document, fault: failure(locate(fault.path), fault) } : { cell, document };
}

function failure(place: TextPlace, { path, given, allowed }: CellFault): ScenarioError {
  return new ScenarioError({ ...place, key: keyPath(path) || null, given, allowed });
}

function keyPath(path: JsonPath): string {
  return path.reduce<string>(
    (shown, part) => (typeof part === 'number' ? `${shown}[${part}]` : shown === '' ? part : `${shown}.${part}`),
    '',
  );
}
