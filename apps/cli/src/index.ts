import { exitStatus } from './failure.js';
import { main } from './main.js';

const interrupt = new AbortController();
// Once: a second Ctrl-C ends the process where the first one could not.
process.once('SIGINT', () => interrupt.abort());

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // The reader of a pipe (`| head`) has seen enough: that is no fault.
    if (code === 'EPIPE') process.exit();
    if (stream === process.stdout) process.stderr.write(`tunq: cannot write the output: ${code}\n`);
    process.exit(exitStatus.bad);
  });
}

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupt.signal,
});
