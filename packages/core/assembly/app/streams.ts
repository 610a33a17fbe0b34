import { Flow, flowAt } from '../flow';
import { arenaAlloc } from '../memory/arena';

/**
 * Which streams of a process select() has to look at: a bit for each. The others were not writable when it looked last
 * (`noSpace` is set), and nothing has happened since that could have changed it. So a wake-up of one stream of a
 * thousand does not cost a look at a thousand.
 */

/** Room for the bits of a process, whose first stream this is; none is set. */
export function streamsInit(first: Flow): void {
  first.mayWrite = arenaAlloc((<usize>((first.streams + 63) >> 6)) << 3);
}

function word(first: Flow, i: u32): usize {
  return first.mayWrite + ((<usize>(i >> 6)) << 3);
}

/** The stream has begun, its send buffer has got room or has grown, or it was seen to be writable. */
export function streamMayWrite(flow: Flow): void {
  const first = flowAt(flow.process);
  const i = flow.index - first.index;
  const at = word(first, i);
  store<u64>(at, load<u64>(at) | ((<u64>1) << (i & 63)));
}

/** select() has found that stream `i` is not writable. */
export function streamBlocked(first: Flow, i: u32): void {
  const at = word(first, i);
  store<u64>(at, load<u64>(at) & ~((<u64>1) << (i & 63)));
}

/** The first stream from `i` on that may be writable; `first.streams` if there is none. */
export function nextStream(first: Flow, i: u32): u32 {
  let at = i;
  while (at < first.streams) {
    const rest = load<u64>(word(first, at)) >> (at & 63);
    if (rest != 0) return at + <u32>ctz<u64>(rest);
    at = (at | 63) + 1;
  }
  return first.streams;
}
