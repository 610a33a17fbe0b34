import type { Argument, Command, Option } from 'commander';
import { choicesOf } from '../definitions/values.js';
import { type Candidate, placeholderSources, type Source } from './sources.js';

/** What may stand at a place of a command line. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Files, or folders, may stand there as well. */
  readonly paths?: 'files' | 'folders';
}

const nothing: Completion = { candidates: [] };

/**
 * What may follow on a command line that is being typed. It is read off the parser itself, so that it knows every
 * command and option there is.
 *
 * @param words what stands behind the program's name, complete words
 * @param current the beginning of the word that is being typed; candidates begin with it
 */
export async function complete(root: Command, words: readonly string[], current: string): Promise<Completion> {
  const place = placeOf(root, words);
  const { candidates, paths } = await allAt(place, current);
  return {
    candidates: candidates.filter(({ word }) => word.startsWith(current)),
    ...(paths && { paths }),
  };
}

/** Where a command line has got to. */
interface Place {
  readonly command: Command;
  /** An option that lacks its value. */
  readonly open?: Option;
  /** Options so far. */
  readonly used: ReadonlySet<Option>;
  /** How many arguments of the command there are. */
  readonly positionals: number;
  /** `--` has been: no options any more. */
  readonly ended: boolean;
  /** `tunq help`: a command's name follows. */
  readonly help: boolean;
}

function placeOf(root: Command, words: readonly string[]): Place {
  let command = root;
  let open: Option | undefined;
  let positionals = 0;
  let ended = false;
  let help = false;
  const used = new Set<Option>();
  for (const word of words) {
    const inner = command.commands.find((one) => one.name() === word);
    if (!ended && word === '--') {
      ended = true;
      open = undefined;
    } else if (!ended && word.startsWith('-') && word !== '-') {
      const option = optionOf(command, word);
      if (option) used.add(option);
      open = option && takesValue(option) && !word.includes('=') ? option : undefined;
    } else if (open) {
      if (!open.variadic) open = undefined;
    } else if (command === root && !help && word === 'help') {
      help = true;
    } else if (!ended && positionals === 0 && inner) {
      command = inner;
    } else {
      positionals += 1;
    }
  }
  return { command, used, positionals, ended, help, ...(open && { open }) };
}

function optionOf({ options }: Command, word: string): Option | undefined {
  const name = word.split('=')[0]!;
  return options.find(({ short, long }) => name === short || name === long);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

async function allAt(place: Place, current: string): Promise<Completion> {
  const { command, open, positionals, ended, help } = place;
  if (help) return positionals === 0 ? { candidates: commandsOf(command) } : nothing;
  const isOption = !ended && current.startsWith('-') && current !== '-';
  if (open && !(open.variadic && isOption)) return valuesOf(open, current);
  if (isOption) {
    const option = current.includes('=') ? optionOf(command, current) : undefined;
    if (!option) return { candidates: optionsOf(place) };
    const prefix = `${current.split('=')[0]}=`;
    return prefixed(await valuesOf(option, current.slice(prefix.length)), prefix);
  }
  const argument = command.registeredArguments[positionals] ?? lastVariadic(command);
  const values = argument ? await valuesOf(argument, current) : nothing;
  const inner = positionals === 0 ? commandsOf(command) : [];
  const candidates = [...inner, ...values.candidates];
  // Where nothing else can follow, what follows is an option.
  return candidates.length > 0 || values.paths || ended ? { ...values, candidates } : { candidates: optionsOf(place) };
}

function prefixed({ candidates, ...rest }: Completion, prefix: string): Completion {
  return { ...rest, candidates: candidates.map((one) => ({ ...one, word: prefix + one.word })) };
}

function lastVariadic({ registeredArguments }: Command): Argument | undefined {
  const last = registeredArguments.at(-1);
  return last?.variadic ? last : undefined;
}

function commandsOf(command: Command): Candidate[] {
  const { commands } = command;
  // By its help, which lists neither hidden commands nor forgets `help` itself.
  const visible = command.createHelp().visibleCommands(command);
  return commands.length === 0
    ? []
    : visible.map((one) => ({ word: one.name(), description: one.summary() || one.description() }));
}

function optionsOf({ command, used }: Place): Candidate[] {
  const options = command.createHelp().visibleOptions(command);
  return options
    .filter((option) => !used.has(option) || isRepeatable(option))
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
}

function isRepeatable({ variadic, description }: Option): boolean {
  return variadic || description.includes('(repeatable)');
}

async function valuesOf(taken: Option | Argument, current: string): Promise<Completion> {
  const parser = choicesOf(taken.parseArg);
  const choices = taken.argChoices ?? (parser?.many === false ? parser.names : undefined);
  if (choices) return { candidates: choices.map((word) => ({ word })) };
  if (parser) return { candidates: listed(parser.names, current) };
  const source: Source | undefined = placeholderSources[placeholder(taken)];
  return source ? source(current) : nothing;
}

/** Names separated by commas: those that are not there yet. */
function listed(names: readonly string[], current: string): Candidate[] {
  const given = current.split(',').slice(0, -1);
  const prefix = given.map((name) => `${name},`).join('');
  return names.filter((name) => !given.includes(name)).map((name) => ({ word: prefix + name }));
}

/** `--html <file>` → `file`, `[table...]` → `table` */
function placeholder(taken: Option | Argument): string {
  const text = 'flags' in taken ? (/[<[]([^>\]]+)[>\]]/.exec(taken.flags)?.[1] ?? '') : taken.name();
  return text.replace(/\.\.\.$/, '');
}
