import { exitStatus } from './failure.js';
import { endingSignals, Interruption, interruptedStatus, reportInterruption } from './interruption.js';
import { main } from './main.js';

/** How long a command may take to end in good order once a signal has come, ms. */
const patience = 800;

const interrupt = new AbortController();
for (const signal of endingSignals) {
  // Once: a second Ctrl-C ends the process where the first one could not.
  process.once(signal, () => {
    interrupt.abort(new Interruption(signal));
    setTimeout(giveUp, patience).unref();
  });
}

/** Ends what does not end by itself, such as a wait for input that never comes. */
function giveUp(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K\x1b[?25h');
  reportInterruption({ stderr: process.stderr, signal: interrupt.signal });
  process.exit(interruptedStatus({ signal: interrupt.signal }));
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // The reader of a pipe (`| head`) has seen enough: that is no fault.
    if (code === 'EPIPE') process.exit();
    if (stream === process.stdout) process.stderr.write(`tunq: cannot write the output: ${code}\n`);
    process.exit(exitStatus.bad);
  });
}

const status = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupt.signal,
});

// What a signal left half done, such as files being read, would go on.
if (interrupt.signal.aborted) process.exit(status);
process.exitCode = status;
