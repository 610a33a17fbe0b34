/**
 * Captures of runs as pcapng files, for tshark, Wireshark and whatever else reads them. They run in a browser.
 *
 * @packageDocumentation
 */
export { type CaptureOptions, PcapngCapture } from './capture.js';
