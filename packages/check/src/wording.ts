import type { Effect } from './effects.js';
import { packetNumbers, shared } from './layout.js';

const lockNames = ['producer_lock', 'consumer_lock', 'the transmit lock'];
const fences = ['full barrier', 'read barrier', 'write barrier'];

/**
 * A transition in words. Packet numbers in the state count from the next one to read; here they count from the first ever sent.
 *
 * @param taken packets that were taken before
 */
export function describeEffects(effects: readonly Effect[], taken: number): { text: string; taken: number } {
  const parts: string[] = [];
  let before = taken;
  for (let i = 0; i < effects.length; i++) {
    const effect = effects[i]!;
    const next = effects[i + 1];
    // The store that follows is the same step.
    if (effect.kind === 'put' || effect.kind === 'stop' || effect.kind === 'detach') {
      if (effect.kind === 'put') parts.push(`puts ${effect.value! + before} into slot ${effect.at}${hidden(next)}`);
      if (effect.kind === 'stop') parts.push(`stops the queue${hidden(next)}`);
      if (next?.kind === 'write') i++;
      continue;
    }
    const text = describe(effect, before);
    if (effect.kind === 'take') before++;
    if (text) parts.push(text);
  }
  return { text: parts.join('; '), taken: before };
}

function hidden(write: Effect | undefined): string {
  return write?.kind === 'write' && write.how === 'buffered' ? ' (in its store buffer)' : '';
}

function describe({ kind, at = 0, value = 0, how }: Effect, taken: number): string {
  switch (kind) {
    case 'send':
      return 'has a packet, the queue is not stopped';
    case 'halt':
      return 'has no more packets';
    case 'lock':
      return `takes ${lockNames[at]}`;
    case 'load':
      return `${read(at, value, taken)}${how === 'early' ? ' (as loaded early)' : how === 'own' ? ' (its own store)' : ''}`;
    case 'load-early':
      return `loads early: ${read(at, value, taken)}`;
    case 'defer':
      return 'puts off reading "stopped?"';
    case 'write':
      return write(at, value, taken, how);
    case 'wake':
      return value === 1 ? 'wakes the queue' : 'wake: not stopped, nothing to do';
    case 'fence':
      return fences[value]!;
    case 'awake':
      return 'is awake';
    case 'wakes-reader':
      return 'wakes the reader';
    case 'take':
      return `takes ${value + taken}`;
    case 'drop':
      return 'drops the packet';
    case 'busy':
      return 'gives the packet back (BUSY)';
    case 'crash':
      return 'reads beyond the slots';
    case 'grace':
      return 'waits for senders to leave';
    case 'purge':
      return 'purges the ring';
    case 'attach':
      return '';
    case 'resize':
      return `the ring has ${value} ${value === 1 ? 'slot' : 'slots'} now`;
    default:
      return kind;
  }
}

function read(at: number, value: number, taken: number): string {
  if (at >= shared.slots) return `slot ${at - shared.slots}? ${content(value, taken)}`;
  if (at === shared.xoff) return `stopped? ${yes(value)}`;
  if (at === shared.sleeper) return `reader asleep? ${yes(value)}`;
  if (at === shared.attached) return `attached? ${yes(value)}`;
  return `consumer_head? ${value}`;
}

function write(at: number, value: number, taken: number, how: Effect['how']): string {
  const where = how === 'buffered' ? ' (in its store buffer)' : '';
  const visible = how === 'commit';
  if (at >= shared.slots) {
    const slot = `slot ${at - shared.slots}`;
    if (visible) return value === 0 ? `${slot} is free for all` : `${slot} shows ${content(value, taken)} to all`;
    return value === 0 ? `frees ${slot}${where}` : `fills ${slot}${where}`;
  }
  if (at >= shared.lock && at < shared.producer) {
    return visible
      ? `${lockNames[at - shared.lock]} is free for all`
      : `releases ${lockNames[at - shared.lock]}${where}`;
  }
  if (at === shared.xoff) return 'the stop shows to all';
  if (at === shared.sleeper) {
    if (visible) return value === 1 ? 'its wait shows to all' : 'its leaving shows to all';
    return value === 1 ? `joins the wait queue${where}` : `leaves the wait queue${where}`;
  }
  if (at === shared.attached) return value === 1 ? 'attaches the queue' : 'detaches the queue';
  return visible ? 'consumer_head shows to all' : `moves consumer_head${where}`;
}

function content(value: number, taken: number): string {
  if (value === 0) return 'free';
  return value > packetNumbers - 8 ? 'taken (read, not freed)' : `taken (${value + taken})`;
}

function yes(value: number): string {
  return value === 0 ? 'no' : 'yes';
}
