import { notNegative } from './argument.js';

/**
 * Mean wait in the queue of an M/D/1 system, in units of the service time s: Wq/s = ρ / (2(1 − ρ)).
 *
 * Poisson datagrams into a ring that never fills, read by a reader with a constant service time.
 *
 * @param load ρ = arrival rate × service time, 0 ≤ ρ < 1.
 * @throws RangeError if the load is outside that range: there is no steady state.
 * @see Pollaczek–Khinchine formula with zero variance of service.
 */
export function md1Wait(load: number): number {
  if (!(notNegative('load', load) < 1)) throw new RangeError(`load is ${load}; allowed: 0 to below 1`);
  return load / (2 * (1 - load));
}

/**
 * Mean number waiting (without the one in service) of an M/D/1 system: Lq = ρ² / (2(1 − ρ)), which is Little's law on {@link md1Wait}.
 *
 * @param load ρ, 0 ≤ ρ < 1.
 * @throws RangeError as {@link md1Wait}.
 */
export function md1Waiting(load: number): number {
  return load * md1Wait(load);
}
