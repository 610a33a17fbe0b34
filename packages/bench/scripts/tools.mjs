// Programs beside the project: compilers and what they make.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const peersFolder = fileURLToPath(new URL('../peers', import.meta.url));

/** Something that this machine does not have; the message says what. */
export class Unavailable extends Error {
  name = 'Unavailable';
}

/**
 * Runs a tool to its end and gives what it printed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
export function command(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw new Unavailable(`no ${program}: ${error.message}`);
  if (status !== 0) throw new Unavailable(`${program} failed: ${stderr.trim().split('\n')[0]}`);
  return stdout;
}

/**
 * Runs a peer's program and reads the JSON object that it prints.
 *
 * @param {string} program
 * @param {readonly (string | number)[]} args
 */
export function executed(program, args) {
  return JSON.parse(command(program, args.map(String)));
}
