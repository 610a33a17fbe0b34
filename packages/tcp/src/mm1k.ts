import { notNegative, wholeNumber } from './argument.js';

/** Below this distance from ρ = 1 the general formulas cancel, and the limit is the better value. */
const criticalBand = 1e-9;

/**
 * Share of arrivals that an M/M/1/K system turns away: P = (1 − ρ)ρ^K / (1 − ρ^(K+1)), and 1/(K+1) at ρ = 1.
 *
 * Poisson datagrams, exponential service. A ring of N slots is K = N + 1, because the reader takes a packet out of the
 * ring before it works on it.
 *
 * @param load ρ = arrival rate × mean service time.
 * @param places K: waiting places and the one in service.
 * @throws RangeError if the load is negative or `places` is not a whole number from 1.
 */
export function mm1kLoss(load: number, places: number): number {
  notNegative('load', load);
  wholeNumber('places', places, 1);
  if (load === 0) return 0;
  if (Math.abs(load - 1) < criticalBand) return 1 / (places + 1);
  return (1 - load) / (load ** -places - load);
}

/**
 * Mean number in an M/M/1/K system, the one in service included: L = ρ/(1 − ρ) − (K+1)ρ^(K+1)/(1 − ρ^(K+1)), and K/2 at ρ = 1.
 *
 * @param load ρ = arrival rate × mean service time.
 * @param places K: waiting places and the one in service.
 * @throws RangeError as {@link mm1kLoss}.
 */
export function mm1kMean(load: number, places: number): number {
  notNegative('load', load);
  wholeNumber('places', places, 1);
  if (load === 0) return 0;
  if (Math.abs(load - 1) < criticalBand) return places / 2;
  return load / (1 - load) - (places + 1) / (load ** -(places + 1) - 1);
}
