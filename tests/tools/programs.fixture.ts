import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applySettings, presets, type Scenario, ScenarioDocument, validateScenario } from '@tunq/scenario';

/** Why a program cannot be asked; empty where it can. */
export function missing(program: string, ...args: string[]): string {
  return spawnSync(program, args).status === 0 ? '' : `${[program, ...args].join(' ')} does not run`;
}

/** The preset `kernel-cell` with settings. */
export function kernelCell(...settings: string[]): Scenario {
  const document = new ScenarioDocument(presets['kernel-cell'].document, 'kernel-cell');
  return validateScenario(applySettings(document, settings));
}

/** A folder that is there while `use` runs. */
export async function inFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tunq-tools-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
