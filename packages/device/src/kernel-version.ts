import { type KernelPreset, kernelPresets } from './kernel-presets.js';

/** The first release with IFF_BACKPRESSURE, and the one whose first release candidates pushed back unasked. */
const [optIn, reverted] = [
  [7, 3],
  [7, 2],
] as const;

/** The last release candidate of 7.2 with the series: it was reverted on 2026-07-30. */
const lastCandidate = 5;

/**
 * What the kernel of a version does with a full ring: `6.12`, `v6.12.9-arch1`, `7.2-rc3`, or the name of a preset.
 *
 * @returns undefined for what is no version
 */
export function kernelOfVersion(text: string): KernelPreset | undefined {
  if (Object.hasOwn(kernelPresets, text)) return kernelPresets[text as keyof typeof kernelPresets];
  const match = /^(?:linux-|v)?(\d{1,2})\.(\d{1,3})(?:\.\d+)*(?:-rc(\d+))?(?:[-+~.].*)?$/.exec(text);
  if (!match) return undefined;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const candidate = match[3] === undefined ? null : Number(match[3]);
  if (major > optIn[0] || (major === optIn[0] && minor >= optIn[1])) return kernelPresets['linux-7.3'];
  const pushesBack = major === reverted[0] && minor === reverted[1] && candidate !== null && candidate <= lastCandidate;
  return kernelPresets[pushesBack ? 'linux-7.2-rc' : 'stock'];
}
