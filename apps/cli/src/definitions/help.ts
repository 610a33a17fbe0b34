import { type AddHelpTextContext, type Command, Help } from 'commander';
import type { Io } from '../io.js';

/** What `--help` says of SCENARIO, in every command that takes one. */
export const scenarioHelp = "a file (YAML or JSON), a preset's name, or - for standard input";

/** Help is as wide as the terminal, but no wider than what is read with ease. */
const widest = 100;

/** Columns that a description needs beside its option; with fewer it stands below. */
const leastDescription = 36;

const standard = new Help();

type HelpText = (context: AddHelpTextContext) => string;

/** The last part of a command's help: command lines that run, and what they are for. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): HelpText {
  return ({ command }) => {
    const width = widthOf(command);
    const column = Math.max(...lines.map(([text]) => text.length));
    const beside = lines.map(([text, what]) => `  ${text.padEnd(column)}  # ${what}`);
    const shown =
      column <= 60 && beside.every(({ length }) => length <= width)
        ? beside
        : lines.flatMap(([text, what]) => [
            ...wrapped(command, what, width - 4).map((line) => `  # ${line}`),
            ...continued(text, width),
          ]);
    return `\nExamples:\n${shown.join('\n')}`;
  };
}

/** A remark below the options, as a paragraph. */
export function remark(text: string): HelpText {
  return ({ command }) => `\n${wrapped(command, text, widthOf(command)).join('\n')}`;
}

/** Help that fits the terminal of `stdout`, on which it is printed. */
export function fitHelp(command: Command, stdout: Io['stdout']): void {
  const width = () => Math.min(stdout.columns ?? widest, widest);
  command.configureOutput({ getOutHelpWidth: width, getErrHelpWidth: width }).configureHelp({
    minWidthToWrap: 1,
    commandUsage(shown) {
      const [first = '', ...rest] = wrapped(command, `Usage: ${standard.commandUsage(shown)}`, width() - 2);
      return [first.replace('Usage: ', ''), ...rest.map((line) => `  ${line}`)].join('\n');
    },
    optionDescription(option) {
      const isEmptyList = Array.isArray(option.defaultValue) && option.defaultValue.length === 0;
      return isEmptyList ? option.description : standard.optionDescription(option);
    },
    formatItem(term, termWidth, description, helper) {
      const beside = width() - termWidth - 4;
      if (description === '') return `  ${term}`;
      const lines = wrapped(command, description, beside >= leastDescription ? beside : width() - 6);
      if (beside < leastDescription) return [`  ${term}`, ...lines.map((line) => `      ${line}`)].join('\n');
      const gap = ' '.repeat(termWidth - helper.displayWidth(term) + 2);
      return [`  ${term}${gap}${lines[0]}`, ...lines.slice(1).map((line) => ' '.repeat(termWidth + 4) + line)].join(
        '\n',
      );
    },
  });
}

function widthOf(command: Command): number {
  return command.configureOutput().getOutHelpWidth?.() ?? widest;
}

function wrapped(command: Command, text: string, width: number): string[] {
  return command.createHelp().boxWrap(text, width).split('\n');
}

/** A command line in several, as a shell takes it: broken between words. */
function continued(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of wordsWithQuotes(text)) {
    const room = width - 2;
    if (line.trim() !== '' && line.length + 1 + word.length > room) {
      lines.push(`${line} \\`);
      line = ' '.repeat(Math.max(0, Math.min(3, room - word.length - 1)));
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

function wordsWithQuotes(text: string): string[] {
  return text.match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? [];
}
