import { config } from './config';
import { naturalLog } from './logarithm';

/**
 * Random numbers: PCG-XSH-RR 64/32 (O'Neill 2014), one stream per component, seeded through SplitMix64,
 * so that a further draw in one component never changes another.
 */
export const STREAM_LOSS: u64 = 1;
export const STREAM_JITTER: u64 = 2;
export const STREAM_SERVICE: u64 = 3;
export const STREAM_STALL: u64 = 4;
export const STREAM_NETEM: u64 = 5;
/** Choice of a queue. */
export const STREAM_QUEUE: u64 = 6;
/** Flow i draws from stream 16 + i. */
export const STREAM_FLOW: u64 = 16;

@unmanaged
export class Rng {
  state: u64;
  increment: u64;
}

function splitMix(x: u64): u64 {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

export function rngSeed(rng: Rng, seed: u32, stream: u64): void {
  rng.increment = (stream << 1) | 1;
  rng.state = splitMix(((<u64>seed) << 32) ^ stream);
  rngNext(rng);
}

/** A random number that depends on the seed of the run and `index` only. */
export function queueHash(index: u32): u32 {
  return <u32>(splitMix(splitMix(<u64>config.seed) ^ (STREAM_QUEUE << 32) ^ <u64>index) >> 32);
}

export function rngNext(rng: Rng): u32 {
  const old = rng.state;
  rng.state = old * 6364136223846793005 + rng.increment;
  const xorshifted = <u32>(((old >> 18) ^ old) >> 27);
  return rotr<u32>(xorshifted, <u32>(old >> 59));
}

/** Uniform in [0, 1) with 53 bits. */
export function rngUniform(rng: Rng): f64 {
  const high = <u64>(rngNext(rng) >> 5);
  const low = <u64>(rngNext(rng) >> 6);
  return <f64>((high << 26) | low) * (1.0 / 9007199254740992.0);
}

/** Exponential with the given mean. */
export function rngExponential(rng: Rng, mean: f64): f64 {
  return -mean * naturalLog(1.0 - rngUniform(rng));
}

/** Uniform whole number below `bound`, which is small against 2^32. */
export function rngBelow(rng: Rng, bound: u32): u32 {
  return <u32>((<u64>rngNext(rng) * <u64>bound) >> 32);
}
