import { readFileSync } from 'node:fs';
import type { CoreConfig } from '../config.js';
import { addresses } from '../generated/layout.js';
import { type CoreInstance, instantiate } from '../instance.js';
import { Simulation } from '../simulation.js';
import type { FieldOf, StructName } from '../view.js';
import { StructView } from '../view.js';
import { writeConfig } from '../write-config.js';

function compile(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(`../../build/${name}`, import.meta.url)));
}

/** The build with assertions and bounds checks. */
export const checkedBuild = compile('core.checked.wasm');

/** A run whose memory a test may look into. */
export class OpenRun {
  readonly core: CoreInstance;
  readonly simulation: Simulation;

  constructor(config: CoreConfig, wasm?: WebAssembly.Module) {
    this.core = instantiate(wasm ? { wasm } : {});
    writeConfig(this.core, config);
    this.simulation = new Simulation(this.core);
  }

  /** A field of a struct at a fixed address, or at `address`. */
  read<S extends StructName>(struct: S, field: FieldOf<S>, address?: number): number {
    const fixed = (addresses as Readonly<Record<string, number>>)[struct.toUpperCase()];
    return new StructView(this.core.memory, struct, address ?? fixed!).get(field);
  }

  ring(field: FieldOf<'PtrRing'>): number {
    return this.read('PtrRing', field, this.read('Device', 'ring'));
  }
}
