import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'plots/index': 'src/plots/index.ts',
    'formats/index': 'src/formats/index.ts',
    'pcapng/index': 'src/pcapng/index.ts',
    'tables/index': 'src/tables/index.ts',
    'node/index': 'src/node/index.ts',
  },
  format: 'esm',
  target: 'es2023',
  clean: true,
  sourcemap: true,
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
