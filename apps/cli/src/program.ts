import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { defineBench } from './definitions/bench.js';
import { defineCalibrate } from './definitions/calibrate.js';
import { defineCheck } from './definitions/check.js';
import { defineCompare } from './definitions/compare.js';
import { examples } from './definitions/help.js';
import { definePresets } from './definitions/presets.js';
import { defineReproduce } from './definitions/reproduce.js';
import { defineRun } from './definitions/run.js';
import { defineSchema } from './definitions/schema.js';
import { defineValidate } from './definitions/validate.js';
import type { Io } from './io.js';

/**
 * The command line as a parser. Commands are loaded when they run, so that `--help` is fast.
 *
 * @param setStatus takes the exit status of the command that ran
 */
export function program(io: Io, setStatus: (status: number) => void): Command {
  const root = new Command('tunq')
    .description('What a full TUN/TAP queue does to TCP traffic, and what backpressure would do instead.')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      examples(
        ['tunq reproduce', 'the published tables beside the simulation'],
        ['tunq run openvpn-lab', 'one simulation of a preset'],
        ['tunq compare openvpn-lab --vary device.queueLength=10,500', 'queue lengths side by side'],
      ),
    )
    .addHelpText('after', '\nExit status: 0 done, 1 the answer is bad, 2 the input is wrong.');

  defineRun(root, io, setStatus);
  defineCompare(root, io, setStatus);
  defineReproduce(root, io, setStatus);
  defineCalibrate(root, io, setStatus);
  defineValidate(root, io, setStatus);
  defineBench(root, io, setStatus);
  defineCheck(root, io, setStatus);
  definePresets(root, io, setStatus);
  defineSchema(root, io, setStatus);

  quiet(root, io);
  return root;
}

/** Commander neither exits nor prints errors, in no command: `main` does both, in one line. */
function quiet(command: Command, io: Io): void {
  const { stdout } = io;
  command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stdout.write(text),
    outputError() {},
    getOutHelpWidth: () => stdout.columns ?? 100,
    getErrHelpWidth: () => stdout.columns ?? 100,
  });
  for (const inner of command.commands) quiet(inner, io);
}
