import type { Command } from 'commander';
import type { Io } from '../io.js';
import { examples } from './help.js';

export function defineSchema(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('schema')
    .summary('print the JSON Schema of a scenario')
    .description('Prints the JSON Schema of a scenario, for editors and other tools.')
    .addHelpText('after', examples(['tunq schema > scenario.schema.json', 'for an editor']))
    .action(async () => {
      const { schema } = await import('../commands/schema.js');
      setStatus(schema(io));
    });
}
