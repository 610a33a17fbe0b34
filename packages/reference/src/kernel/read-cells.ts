import { ScenarioDocument, ScenarioError } from '@tunq/scenario';
import { jsonFault } from './json-fault.js';
import { placeAt, placeOf } from './json-place.js';
import type { KernelCell, PlacedCell } from './kernel-cell.js';
import { tcQdisc } from './tc-qdisc.js';

/** Numbers of `measured` that are compared. */
const figures = ['retransmits', 'ringDrops', 'queueStops', 'queueWakes', 'qdiscDrops', 'maxCwndBytes'] as const;

/** The virtual machine of the cells: a process that reads the clock spends this long (UML's TIMER_MULTIPLIER). */
const labClock = { read: '256ns' };

/** A plain number below is a duration in seconds: as nanoseconds it would not even hold a packet. */
const longestSeconds = 3600;

type Path = readonly (string | number)[];

/**
 * Reads kernel cells: `{ meta, cells: […] }`, a list of cells, or one cell.
 *
 * @param file the name that messages show
 * @throws {ScenarioError} with file, line, key, what was given and what is allowed
 */
export function readCells(text: string, file: string): PlacedCell[] {
  const document = parseJson(text, file);
  const fail = (path: Path, given: string, allowed: string): never => {
    const key = path.reduce<string>(
      (shown, part) => (typeof part === 'number' ? `${shown}[${part}]` : shown === '' ? part : `${shown}.${part}`),
      '',
    );
    throw new ScenarioError({ file, ...placeOf(text, path), key: key === '' ? null : key, given, allowed });
  };
  const { list, path } = cellList(document, fail);
  if (list.length === 0) fail(path ?? [], 'holds no cells', 'at least one cell');
  const seen = new Set<string>();
  return list.map((given, index) => {
    const at = path === null ? [] : [...path, index];
    const cell = checked(given, at, fail);
    if (seen.has(cell.id)) fail([...at, 'id'], `'${cell.id}' is given twice`, 'each id once');
    seen.add(cell.id);
    return { cell, document: labScenario(cell.scenario, text, file, [...at, 'scenario']) };
  });
}

type Fail = (path: Path, given: string, allowed: string) => never;

/**
 * `JSON.parse` whose error names the line.
 *
 * @throws {ScenarioError}
 */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(text, file);
  }
}

function notJson(text: string, file: string): ScenarioError {
  const offset = jsonFault(text) ?? 0;
  const found = text.trim() === '' ? 'is empty' : text.slice(offset).trim() === '' ? 'ends too early' : undefined;
  return new ScenarioError({
    file,
    ...placeAt(text, found === undefined ? offset : text.trimEnd().length),
    key: null,
    given: found ?? `is not JSON from ${shape(text.slice(offset, offset + 20))} on`,
    allowed: 'JSON as kernel-lab and kernel-cells have it',
  });
}

function cellList(document: unknown, fail: Fail): { list: unknown[]; path: Path | null } {
  if (Array.isArray(document)) return { list: document, path: [] };
  if (!isGroup(document)) return fail([], `is ${shape(document)}`, 'cells: { "cells": [ … ] }, a list, or one cell');
  if ('cells' in document) {
    const { cells } = document;
    return Array.isArray(cells)
      ? { list: cells, path: ['cells'] }
      : fail(['cells'], `${shape(cells)} where a list belongs`, 'a list of cells');
  }
  if ('scenario' in document || 'measured' in document) return { list: [document], path: null };
  return fail([], 'has no cells', 'the keys cells (a list), or id, scenario and measured');
}

function checked(given: unknown, at: Path, fail: Fail): KernelCell {
  if (!isGroup(given)) return fail(at, `${shape(given)} where a cell belongs`, 'keys id, scenario and measured');
  const { id, scenario, measured, intervals = [], samples = [] } = given;
  if (typeof id !== 'string' || id === '') return fail([...at, 'id'], `${shape(id)} where a name belongs`, 'a text');
  if (!isGroup(scenario)) return fail([...at, 'scenario'], `${shape(scenario)} where a group belongs`, 'a scenario');
  if (!isGroup(measured)) return fail([...at, 'measured'], `${shape(measured)} where a group belongs`, 'measurements');
  const number = (path: Path, value: unknown) => {
    if (typeof value === 'number' && value >= 0) return;
    const problem = typeof value === 'number' ? `${value} is negative` : `${shape(value)} where a number belongs`;
    fail([...at, 'measured', ...path], problem, 'a number from 0 up');
  };
  number(['goodputMbps'], measured.goodputMbps);
  for (const key of figures) if (measured[key] != null) number([key], measured[key]);
  const { rttMs } = measured;
  if (rttMs != null) {
    if (!isGroup(rttMs)) {
      return fail([...at, 'measured', 'rttMs'], `${shape(rttMs)} where a group belongs`, 'min, mean, max');
    }
    number(['rttMs', 'mean'], rttMs.mean);
  }
  for (const [key, list] of Object.entries({ intervals, samples })) {
    if (!Array.isArray(list)) fail([...at, key], `${shape(list)} where a list belongs`, 'a list, or no such key');
  }
  return { id, scenario, measured, intervals, samples } as unknown as KernelCell;
}

/**
 * The scenario of a run of the kernel lab as `validateScenario` takes it: with the clock of its machine, with the
 * arguments of tc taken apart, and with the places of its keys.
 *
 * @param at the way to the scenario in the text
 */
export function labScenario(
  scenario: Readonly<Record<string, unknown>>,
  text: string,
  file: string,
  at: Path,
): ScenarioDocument {
  const { duration, qdisc, ...rest } = scenario;
  const data = {
    clock: labClock,
    ...rest,
    ...(duration !== undefined && { duration: seconds(duration) }),
    ...(qdisc !== undefined && { qdisc: withArguments(qdisc) }),
  };
  return new PlacedDocument(data, text, file, at);
}

function seconds(duration: unknown): unknown {
  return typeof duration === 'number' && duration <= longestSeconds ? `${duration}s` : duration;
}

/** `{ kind: 'pfifo+limit+50' }` → `{ kind: 'pfifo', limit: 50 }`; keys beside the kind win. */
function withArguments(qdisc: unknown): unknown {
  if (typeof qdisc === 'string') return tcQdisc(qdisc);
  if (!isGroup(qdisc) || typeof qdisc.kind !== 'string') return qdisc;
  const { kind, ...rest } = qdisc;
  return { ...tcQdisc(kind as string), ...rest };
}

/** Looks places up when a message needs one: a file has thousands of keys and at most one fault. */
class PlacedDocument extends ScenarioDocument {
  constructor(
    data: unknown,
    private readonly text: string,
    file: string,
    private readonly at: Path,
  ) {
    super(data, file);
  }

  override locate(path: Path): { file: string; line: number; column: number } {
    return { file: this.file, ...placeOf(this.text, [...this.at, ...path]) };
  }

  override locateKey(path: Path): { file: string; line: number; column: number } {
    return this.locate(path);
  }
}

export function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function shape(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'no value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? `'${value.slice(0, 60).replaceAll(/\p{Cc}/gu, ' ')}'` : String(value);
}
