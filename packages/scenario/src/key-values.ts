import { quantity } from './leaf.js';

export const nanosecond = 1;
export const microsecond = 1_000;
export const millisecond = 1_000_000;
export const second = 1_000_000_000;
export const hour = 3600 * second;
/** Linux keeps buffer sizes in an `int`. */
export const maxBuffer = 2_147_483_647;
const maxPackets = 1_000_000;

export const duration = (description: string, min: number, max: number) => quantity('time', { description, min, max });
export const packets = (description: string, min: number) => quantity('packets', { description, min, max: maxPackets });
export const buffer = (description: string) => quantity('size', { description, min: 4096, max: maxBuffer });
