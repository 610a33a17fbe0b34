import { positive } from './argument.js';

/** C of RFC 9438 §5, segments/s³; β of RFC 9438 §4.6. Linux rounds β to 717/1024. */
export const cubicConstants = { c: 0.4, beta: 0.7 } as const;

/**
 * Time, s, that CUBIC takes from a loss back to the window before it: K = ∛((Wmax − cwnd)/C), with cwnd = β·Wmax right after the loss.
 *
 * @param wMax Window before the loss, segments.
 * @param options `c` in segments/s³ and `beta`; {@link cubicConstants} where absent.
 * @throws RangeError if an argument is not above 0 or β is above 1.
 * @see RFC 9438 §4.2.
 */
export function cubicK(wMax: number, options: { c?: number; beta?: number } = {}): number {
  const c = positive('c', options.c ?? cubicConstants.c);
  const beta = positive('beta', options.beta ?? cubicConstants.beta);
  if (beta > 1) throw new RangeError(`beta is ${beta}; allowed: above 0, at most 1`);
  return Math.cbrt((positive('wMax', wMax) * (1 - beta)) / c);
}

/**
 * CUBIC's window, segments, a time `t` after a loss: W(t) = C(t − K)³ + Wmax. It starts at β·Wmax, is flat at Wmax when t = K, and probes beyond it.
 *
 * @param t Time since the congestion avoidance stage began, s.
 * @param wMax Window before the loss, segments.
 * @param options `c` in segments/s³ and `beta`; {@link cubicConstants} where absent.
 * @throws RangeError as {@link cubicK}.
 * @see RFC 9438 §4.2.
 */
export function cubicWindow(t: number, wMax: number, options: { c?: number; beta?: number } = {}): number {
  const offset = t - cubicK(wMax, options);
  return (options.c ?? cubicConstants.c) * (offset * offset * offset) + wMax;
}
