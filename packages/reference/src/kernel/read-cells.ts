import { ScenarioError } from '@tunq/scenario';
import { jsonFault, jsonValues } from './json-fault.js';
import { isGroup, shape } from './json-group.js';
import { type JsonPath, type JsonSource, placeAt, placeOf } from './json-place.js';
import type { PlacedCell } from './kernel-cell.js';
import { labScenario } from './lab-scenario.js';
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
  const values = jsonValues(text);
  if ('fault' in values) throw notJson(text, file, values.fault);
  const several = values.length > 1;
  const cells = values.flatMap(({ value, start }) => {
    const source: JsonSource = { text, file, start };
    const { list, path } = cellList(value, source, several);
    return list.map((given, index) => placedCell(given, source, path === null ? [] : [...path, index], several));
  });
  if (cells.length > 0) return distinctCells(cells);
  throw failure({ text, file }, Array.isArray(values[0]!.value) ? [] : ['cells'], {
    given: 'holds no cells',
    allowed: 'at least one cell',
  });
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
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(text, file, jsonFault(text) ?? 0);
  }
}

function notJson(text: string, file: string, offset: number): ScenarioError {
  const found = text.trim() === '' ? 'is empty' : text.slice(offset).trim() === '' ? 'ends too early' : undefined;
  return new ScenarioError({
    file,
    ...placeAt(text, found === undefined ? offset : text.trimEnd().length),
    key: null,
    given: found ?? `is not JSON from ${shape(text.slice(offset, offset + 20))} on`,
    allowed: 'JSON as kernel-lab and kernel-cells have it',
  });
}

/** The cells of one document; one of several that is none of the forms is taken for a cell, whose faults are told. */
function cellList(document: unknown, source: JsonSource, several: boolean): { list: unknown[]; path: JsonPath | null } {
  if (Array.isArray(document)) return { list: document, path: [] };
  const fail = (path: string[], given: string, allowed: string): never => {
    throw failure(source, path, { given, allowed });
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

function placedCell(given: unknown, source: JsonSource, at: JsonPath, several: boolean): PlacedCell {
  const nameless = keyPath(at) || (several ? `line ${placeOf(source, at).line}` : 'cell');
  const { cell, sampleInterval, faults } = readCell(given, nameless);
  const measuredWith = sampleInterval === undefined ? {} : { sampleInterval };
  const document = labScenario(cell.scenario, source, [...at, 'scenario'], measuredWith);
  const [fault] = faults;
  return fault ? { cell, document, fault: cellFailure(source, at, fault) } : { cell, document };
}

function cellFailure(source: JsonSource, at: JsonPath, { path, given, allowed }: CellFault): ScenarioError {
  return new ScenarioError({
    file: source.file,
    ...placeOf(source, [...at, ...path]),
    key: keyPath(path) || null,
    given,
    allowed,
  });
}

function failure(source: JsonSource, path: JsonPath, { given, allowed }: Omit<CellFault, 'path'>): ScenarioError {
  return cellFailure(source, [], { path, given, allowed });
}

function keyPath(path: JsonPath): string {
  return path.reduce<string>(
    (shown, part) => (typeof part === 'number' ? `${shown}[${part}]` : shown === '' ? part : `${shown}.${part}`),
    '',
  );
}
