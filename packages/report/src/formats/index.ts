/**
 * A run as other programs write theirs: the report of iperf3, a data file of flent. They run in a browser.
 *
 * @packageDocumentation
 */
export { type FlentFile, type FlentPoint, FlentRecorder } from './flent.js';
export { type FlowSample, FlowSamples, sampleKinds } from './flow-samples.js';
export { type Iperf3Interval, type Iperf3Report, type Iperf3Stream, type Iperf3Sum, iperf3Report } from './iperf3.js';
