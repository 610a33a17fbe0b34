/**
 * TUN, TAP and vhost-net as tunq's users see them: flow controls, device kinds, readers, qdiscs and kernels as data with their sources,
 * and a readable ptr_ring.
 *
 * @packageDocumentation
 */
export { type DeviceKind, deviceKinds } from './device-kinds.js';
export {
  type FlowControl,
  type FlowControlChoice,
  type FlowControlName,
  flowControlNames,
  flowControls,
  resolveFlowControl,
  wakeThresholds,
} from './flow-control.js';
export { type KernelPreset, type KernelPresetName, kernelPresets } from './kernel-presets.js';
export { kernelOfVersion } from './kernel-version.js';
export { type ProduceOutcome, PtrRing } from './ptr-ring.js';
export { isSimulatedQdisc, type Qdisc, type QdiscName, type QdiscParameter, qdiscNames, qdiscs } from './qdiscs.js';
export {
  type Fit,
  profileReader,
  type ReaderParameter,
  type ReaderParameterName,
  type ReaderProfile,
  type ReaderProfileName,
  readerProfileNames,
  readerProfiles,
} from './reader-profiles.js';
