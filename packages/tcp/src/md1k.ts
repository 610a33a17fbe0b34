import { notNegative, wholeNumber } from './argument.js';

/** The recursion is linear, so its terms are scaled down before they leave the range of a double. */
const rescaleAbove = 1e200;

/**
 * Share of arrivals that an M/D/1/K system drops: P = 1 − 1/(π₀ + ρ), never below 0.
 *
 * π₀ is the probability that a departure leaves the system empty, from the chain embedded at departures (states 0…K−1)
 * with Poisson(ρ) arrivals in a service. A ring of N slots with tail drop and a constant reader is K = N + 1.
 * Losses under about 1e-15 are lost in rounding.
 *
 * @param load ρ = arrival rate × service time, at most 700.
 * @param places K: waiting places and the one in service. Cost grows as K².
 * @throws RangeError if the load is negative or above 700, or `places` is not a whole number from 1.
 * @see Gross & Harris, Fundamentals of Queueing Theory, the M/G/1/K queue.
 */
export function md1kLoss(load: number, places: number): number {
  if (notNegative('load', load) > 700) throw new RangeError(`load is ${load}; allowed: 0 to 700`);
  wholeNumber('places', places, 1);
  if (load === 0) return 0;

  const arrivals = [Math.exp(-load)];
  for (let n = 1; n <= places; n++) arrivals.push((arrivals[n - 1]! * load) / n);

  const weights = [1];
  for (let state = 0; state < places - 1; state++) {
    let inflow = weights[0]! * arrivals[state]!;
    for (let from = 1; from <= state; from++) inflow += weights[from]! * arrivals[state - from + 1]!;
    const next = (weights[state]! - inflow) / arrivals[0]!;
    weights.push(next);
    if (next > rescaleAbove) for (let i = 0; i < weights.length; i++) weights[i] = weights[i]! / next;
  }
  const empty = weights[0]! / weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(0, 1 - 1 / (empty + load));
}
