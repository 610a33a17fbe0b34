import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const assembly = new URL('../../packages/core/assembly/', import.meta.url);

/**
 * What an entry of a few lines exports, compiled with the parts of the core that it imports: functions that the module
 * itself does not export.
 */
export async function compiled(entry: string): Promise<WebAssembly.Exports> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ['entry.ts', '--outFile', 'entry.wasm', '--runtime', 'stub', '--use', 'abort='],
    {
      readFile: (name) => {
        if (name === 'entry.ts') return entry;
        try {
          return readFileSync(new URL(name, assembly), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name === 'entry.wasm') binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>);
  return instance.exports;
}
