import type { FittedKey, Preset } from './preset.js';
import { guestReading, tapPresets } from './tap.js';

/**
 * One value for both devices, because the guest is one: 1.49 us more a packet, whether that is a frame of 1500 bytes or of
 * 64 KiB. pktgen, whose packets the guest drops before its TCP, has the rates of v6, so that it is no work of the host.
 */
const guest: FittedKey = {
  key: 'receiver.reading.perPacket',
  unit: 'ns',
  source: '1.71 Gbit/s are 6.77 us for a packet of 1448 bytes of payload, of which the set-up of v3 took 5.29',
  rows: ['v7_iperf3/TAP/stock_gbps'],
  why: 'The guest of v7 receives fewer packets a second than that of v3, with every kernel of the host: in the raw files of v3 its CPU is what is busy.',
};

function later(preset: Preset, reading: (typeof guestReading)[keyof typeof guestReading]): Preset {
  return {
    ...preset,
    title: `${preset.title}, as in the mail of v7`,
    description: `${preset.description} The guest, of which nothing is said, works longer on each packet than that of v3.`,
    source:
      '20260107210448.37851-1-simon.schippers@tu-dortmund.de, iperf3 tables, and the mail of 2026-01-23 with vhost pinned',
    fitted: [...preset.fitted, guest],
    document: {
      ...preset.document,
      receiver: { ...preset.document.receiver, reading: { ...reading, perPacket: '1490ns' } },
    },
  };
}

/** TAP under a virtual machine with the guest of the mail of v7. */
export const laterPresets = {
  'tap-e1000-v7': later(tapPresets['tap-e1000'], guestReading.e1000),
  'tap-vhost-v7': later(tapPresets['tap-vhost'], guestReading.vhost),
} as const satisfies Record<string, Preset>;
