import type { Command } from 'commander';
import type { CalibrateArguments } from '../commands/calibrate.js';
import type { Io } from '../io.js';
import { examples } from './help.js';
import { wholeNumber } from './values.js';

export function defineCalibrate(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('calibrate')
    .summary('fit the calibrated parameters again')
    .description(
      'Fits every calibrated parameter to its published rows and prints stored and fitted value, with the residual of every row. It changes nothing.',
    )
    .argument('[parameter...]', 'parameters by key, or those of a preset or a reader profile (default: all)')
    .option('--phases <n>', 'runs of every row that are averaged, each with another phase', wholeNumber, 3)
    .option('--duration <time>', 'length of every run (default: as published, or that of the cell; at most 60s)')
    .option('--dry', 'run nothing: list the parameters, their rows and why')
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--strict', 'exit with status 1 when a stored value is not within 2 % of the fitted')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq calibrate', 'all parameters; takes some minutes'],
        ['tunq calibrate openvpn', 'those of a reader profile'],
        ['tunq calibrate reader.perPacket --json', 'one key, for scripts'],
      ),
    )
    .action(async (names: string[], options: Omit<CalibrateArguments, 'names'>) => {
      const { calibrate } = await import('../commands/calibrate.js');
      setStatus(await calibrate({ ...options, names }, io));
    });
}
