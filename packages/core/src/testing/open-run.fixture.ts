import { readFileSync } from 'node:fs';
import type { CoreConfig } from '../config.js';
import { addresses } from '../generated/layout.js';
import { type CoreInstance, instantiate } from '../instance.js';
import { Simulation } from '../simulation.js';
import { type FieldOf, type StructName, StructView } from '../view.js';
import { writeConfig } from '../write-config.js';

/** The build with assertions and bounds checks. */
export const checkedBuild = new WebAssembly.Module(
  readFileSync(new URL('../../build/core.checked.wasm', import.meta.url)),
);

/** A run whose memory a test may look into. */
export class OpenRun {
  readonly core: CoreInstance;
  readonly simulation: Simulation;

  constructor(config: CoreConfig, wasm?: WebAssembly.Module) {
    this.core = instantiate(wasm ? { wasm } : {});
    writeConfig(this.core, config);
    this.simulation = new Simulation(this.core);
  }

  /** Where the core keeps a block, by its name in memory/map.ts. */
  address(block: string): number {
    const fixed: Readonly<Record<string, number>> = addresses;
    const address = fixed[block];
    if (address === undefined) throw new TypeError(`no block ${block}`);
    return address;
  }

  /** A field of the struct at `address`; without one, of the struct that has a fixed address. */
  read<S extends StructName>(struct: S, field: FieldOf<S>, address?: number): number {
    return new StructView(this.core.memory, struct, address ?? this.address(struct.toUpperCase())).get(field);
  }

  ring(field: FieldOf<'PtrRing'>): number {
    return this.read('PtrRing', field, this.read('Txq', 'ring'));
  }
}

/** Where two memories differ first, and their lengths if those differ; null when they are equal. */
export function firstDifference(a: Uint8Array, b: Uint8Array): { at: number; a: unknown; b: unknown } | null {
  if (a.length !== b.length) return { at: Math.min(a.length, b.length), a: a.length, b: b.length };
  if (Buffer.compare(a, b) === 0) return null;
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return { at, a: a[at], b: b[at] };
}

/** Runs to the end, `chunk` events a call. */
export function finish(simulation: Simulation, chunk?: number): Simulation {
  while (!simulation.step(chunk)) {}
  return simulation;
}
