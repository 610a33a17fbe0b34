import type { Command } from 'commander';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { suggestion } from '../nearest.js';
import { examples } from './help.js';

/** `tunq help COMMAND`: what `tunq COMMAND --help` prints. Commander's own answers an unknown name with the help of all. */
export function defineHelp(root: Command, _: Io, setStatus: (status: number) => void): void {
  root
    .command('help')
    .summary('print the help of a command')
    .description('Prints the help of a command, as COMMAND --help does.')
    .argument('[command...]', 'whose help (default: of tunq)')
    .addHelpText('after', examples(['tunq help run', 'what run takes']))
    .action((words: string[]) => {
      commandNamed(root, words).outputHelp();
      setStatus(exitStatus.done);
    });
}

function commandNamed(root: Command, words: readonly string[]): Command {
  return words.reduce((command, word) => {
    const names = command
      .createHelp()
      .visibleCommands(command)
      .map((inner) => inner.name());
    const found = command.commands.find((inner) => inner.name() === word);
    if (found) return found;
    const allowed = names.length === 0 ? 'nothing more' : names.join(', ');
    throw new InputError(`${word}: no command${suggestion(word, names) || `; allowed: ${allowed}`}`);
  }, root);
}
