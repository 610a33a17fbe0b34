import type { Command } from 'commander';
import type { Io } from '../io.js';
import { examples } from './help.js';

export function definePresets(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('presets')
    .summary('list the presets')
    .description('Lists the presets that run and compare take by name; with a name, prints its document.')
    .argument('[preset]', 'preset to print')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples(['tunq presets openvpn-lab > mine.json', 'a scenario to begin from']))
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const { presets } = await import('../commands/presets.js');
      setStatus(presets({ name, json }, io));
    });
}
