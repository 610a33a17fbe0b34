/**
 * Where packets are captured. Each place has addresses of its own, because tools keep the state of a connection by
 * addresses and ports, whatever the interface: the same packet, seen at three places, would be two retransmissions.
 */
export const interfaces = [
  { name: 'device', description: "the sender's device, before the qdisc; packets in both directions" },
  { name: 'ring', description: 'the ring of the device, as its reader takes packets out' },
  { name: 'far-end', description: "the receiver's side; packets in both directions" },
  { name: 'drops', description: 'packets that were dropped, each with a comment that says where' },
] as const;

export const DEVICE = 0;
export const RING = 1;
export const FAR_END = 2;
export const DROPS = 3;

/** 10.N.0.1 sends at interface N, 10.N.0.2 receives. */
export function senderAddress(interfaceId: number): number {
  return 0x0a000001 + interfaceId * 0x10000;
}

export function receiverAddress(interfaceId: number): number {
  return senderAddress(interfaceId) + 1;
}

/** Virtual time 0, seconds since the epoch: 2026-01-01 00:00:00 UTC. Handshakes lie before it. */
export const epochSeconds = 1_767_225_600;
