import { Argument, type Command, Option } from 'commander';
import type { CompleteArguments } from '../commands/complete.js';
import { completionScripts, type Shell, shells } from '../completion/scripts.js';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';
import { examples } from './help.js';

export function defineCompletion(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('completion')
    .summary('print the completion of a shell')
    .description(
      'Prints a script with which a shell completes commands, options, presets, tables, policies, the keys of a scenario and their values. It asks tunq itself, so that it need not be written again when tunq is updated.',
    )
    .addArgument(new Argument('<shell>', 'whose script').choices(shells))
    .addHelpText(
      'after',
      examples(
        ['tunq completion bash > ~/.tunq.bash', 'bash; with `. ~/.tunq.bash` in ~/.bashrc'],
        ['tunq completion zsh > ~/.zsh/_tunq', 'zsh; with `fpath+=~/.zsh` before compinit in ~/.zshrc'],
        ['tunq completion fish > ~/.config/fish/completions/tunq.fish', 'fish'],
      ),
    )
    .action((shell: Shell) => {
      io.stdout.write(completionScripts[shell]);
      setStatus(exitStatus.done);
    });

  root
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .addOption(new Option('--line <line>'))
    .addOption(new Option('--breaks <characters>'))
    .action(async (words: string[], options: Omit<CompleteArguments, 'words'>) => {
      const { complete } = await import('../commands/complete.js');
      setStatus(await complete({ ...options, words }, root, io));
    });
}
