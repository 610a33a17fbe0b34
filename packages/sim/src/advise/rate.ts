import type { Scenario } from '@tunq/scenario';

/** IP and TCP headers with timestamps, bytes. */
const headers = 52;

/** Payload of the longest TSO packet, bytes: 45 segments of 1448 (net/ipv4/tcp_output.c tcp_tso_autosize, GSO_LEGACY_MAX_SIZE). */
const longestSlot = 65_160;

/** Below this RTT a slot is longer than a millisecond's worth: tcp_tso_autosize adds 64 KiB, halved for every 512 µs. */
const shortRtt = 512e3;

/** Pacing rate over delivery rate in congestion avoidance (net.ipv4.tcp_pacing_ca_ratio). */
const pacing = 1.2;

/** Payload of one packet of MTU size, bytes. */
export function segmentPayload({ device }: Pick<Scenario, 'device'>): number {
  return device.mtu - headers;
}

/**
 * Payload of an entry of the ring while TCP runs at a rate, bytes: a segment, or with offload a TSO packet of a millisecond.
 *
 * @param rate bit/s of payload; infinite: the longest
 */
export function slotPayload(scenario: Pick<Scenario, 'device' | 'path'>, rate: number): number {
  const segment = segmentPayload(scenario);
  if (scenario.device.offload === 'none') return segment;
  const short = 65_536 / 2 ** Math.min(30, Math.floor(scenario.path.rtt / shortRtt));
  const bytes = (pacing * rate) / 8 / 1024 + short;
  return Math.min(longestSlot, Math.max(2 * segment, bytes));
}

/**
 * What the reader of a scenario takes for an entry of that payload while the ring is never empty, ns: the longer of its two stages. Of what
 * comes back it pays for one acknowledgement of two segments, or of a TSO packet, where one loop serves both ways.
 */
function serviceTime({ reader, device }: Pick<Scenario, 'reader' | 'device'>, payload: number): number {
  const bytes = payload + headers;
  const returns = reader.returns === 'first' ? reader.perReturn * (device.offload === 'none' ? 0.5 : 1) : 0;
  const read = reader.perPacket + reader.perByte * bytes + returns;
  const send = reader.sendPerPacket + reader.sendPerByte * bytes;
  return Math.max(read, send);
}

/** Payload that the reader of a scenario carries, bit/s; null: its work takes no time. */
export function readerRate(scenario: Scenario): number | null {
  const payload = slotPayload(scenario, Number.POSITIVE_INFINITY);
  const time = serviceTime(scenario, payload);
  return time > 0 ? (payload * 8e9) / time : null;
}

/** How many times longer every piece of the reader's work must take, so that it carries `rate`, bit/s of payload. */
export function readerSlowdown(scenario: Scenario, rate: number): number {
  const payload = slotPayload(scenario, rate);
  return (payload * 8e9) / rate / serviceTime(scenario, payload);
}
