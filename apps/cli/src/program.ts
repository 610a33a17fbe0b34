import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { defineAdvise } from './definitions/advise.js';
import { defineBench } from './definitions/bench.js';
import { defineCalibrate } from './definitions/calibrate.js';
import { defineCheck } from './definitions/check.js';
import { defineCompare } from './definitions/compare.js';
import { defineCompletion } from './definitions/completion.js';
import { defineDiagnose } from './definitions/diagnose.js';
import { examples, fitHelp, remark } from './definitions/help.js';
import { definePresets } from './definitions/presets.js';
import { defineHelp } from './definitions/print-help.js';
import { defineReproduce } from './definitions/reproduce.js';
import { defineRun } from './definitions/run.js';
import { defineSchema } from './definitions/schema.js';
import { defineSweep } from './definitions/sweep.js';
import { defineValidate } from './definitions/validate.js';
import type { Io } from './io.js';

/**
 * The command line as a parser. Commands are loaded when they run, so that `--help` is fast.
 *
 * @param setStatus takes the exit status of the command that ran
 */
export function program(outer: Io, setStatus: (status: number) => void): Command {
  const root = new Command('tunq')
    .description('What a full TUN/TAP queue does to TCP traffic, and what backpressure would do instead.')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText(
      'after',
      examples(
        ['tunq reproduce', 'the published tables beside the simulation'],
        ['tunq run openvpn-lab', 'one simulation of a preset'],
        ['tunq compare openvpn-lab --vary device.queueLength=10,500', 'queue lengths side by side'],
      ),
    )
    .addHelpText('after', remark('Exit status: 0 done, 1 the answer is bad, 2 the input is wrong.'));

  const io = { ...outer };
  root.hook('preAction', (_, command) => {
    io.quiet = command.optsWithGlobals().quiet === true;
  });

  defineRun(root, io, setStatus);
  defineCompare(root, io, setStatus);
  defineSweep(root, io, setStatus);
  defineAdvise(root, io, setStatus);
  defineReproduce(root, io, setStatus);
  defineCalibrate(root, io, setStatus);
  defineValidate(root, io, setStatus);
  defineBench(root, io, setStatus);
  defineCheck(root, io, setStatus);
  defineDiagnose(root, io, setStatus);
  definePresets(root, io, setStatus);
  defineSchema(root, io, setStatus);
  defineCompletion(root, io, setStatus);
  defineHelp(root, io, setStatus);

  for (const command of commandsBelow(root)) command.option('-q, --quiet', 'no progress and no notes, only errors');
  for (const command of [root, ...commandsBelow(root)]) leavePrinting(command, io);
  return root;
}

function commandsBelow(command: Command): Command[] {
  return command.commands.flatMap((inner) => [inner, ...commandsBelow(inner)]);
}

/** Commander neither exits nor prints errors: `main` does both, in one line. */
function leavePrinting(command: Command, { stdout }: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stdout.write(text),
    outputError() {},
  });
  fitHelp(command, stdout);
}
