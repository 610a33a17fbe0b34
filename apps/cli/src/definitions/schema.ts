import { Argument, type Command } from 'commander';
import type { SchemaName } from '../commands/schema.js';
import type { Io } from '../io.js';
import { examples } from './help.js';

export function defineSchema(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('schema')
    .summary('print the JSON Schema of a scenario or a plan')
    .description('Prints the JSON Schema of a scenario, or of the plan of a sweep, for editors and other tools.')
    .addArgument(new Argument('[document]', 'what it is of').choices(['scenario', 'plan']).default('scenario'))
    .addHelpText(
      'after',
      examples(
        ['tunq schema > scenario.schema.json', 'for an editor'],
        ['tunq schema plan > plan.schema.json', 'the plan of a sweep'],
      ),
    )
    .action(async (document: SchemaName) => {
      const { schema } = await import('../commands/schema.js');
      setStatus(schema(document, io));
    });
}
