/**
 * TCP as tunq's users see it: the kernel's defaults, the congestion controls, and closed-form models to test against.
 *
 * Closed forms take and return seconds, bit/s, bytes and packets (segments), as their sources do. They throw `RangeError`
 * on arguments outside their domain.
 *
 * @packageDocumentation
 */
export { burstWait, sleepingReaderDrops } from './bursts.js';
export { type CongestionControl, congestionControls } from './congestion-controls.js';
export { cubicOnlyResponse, cubicResponse } from './cubic-response.js';
export { cubicConstants, cubicK, cubicWindow } from './cubic-window.js';
export { fullLinkBuffer } from './full-link-buffer.js';
export {
  type KernelDefault,
  type KernelDefaultName,
  type KernelRelease,
  kernelDefaults,
  kernelReleases,
} from './kernel-defaults.js';
export { type LossyPath, mathis } from './mathis.js';
export { md1Wait, md1Waiting } from './md1.js';
export { md1kLoss } from './md1k.js';
export { mm1kLoss, mm1kMean } from './mm1k.js';
export { pftk } from './pftk.js';
export { renoDropTailUtilisation } from './reno-drop-tail.js';
export { renoResponse } from './reno-response.js';
export { slowStartOvershoot } from './slow-start-overshoot.js';
export { halfRingWakeSuffices, wakeLatencyUtilisation } from './wake-latency.js';
export { effectiveWindow, windowLimit } from './window-limit.js';
