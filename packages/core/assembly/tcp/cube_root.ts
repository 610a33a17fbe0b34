/**
 * `cubic_root` (net/ipv4/tcp_cubic.c): the kernel's cube root is an approximation, 0.2 % off on average, and CUBIC's K is
 * what it gives. Six leading bits choose a first guess, which one step of Newton's method refines.
 */

/** About the cube root of i·2^18, for i of 0 to 63, as the kernel has it. */
const GUESSES: usize = memory.data<u8>([
  0, 54, 54, 54, 118, 118, 118, 118, 123, 129, 134, 138, 143, 147, 151, 156, 157, 161, 164, 168, 170, 173, 176, 179,
  181, 185, 187, 190, 192, 194, 197, 199, 200, 202, 204, 206, 209, 211, 213, 215, 217, 219, 221, 222, 224, 225, 227,
  229, 231, 232, 234, 236, 237, 239, 240, 242, 244, 245, 246, 248, 250, 251, 252, 254,
]);

function guess(i: u64): u32 {
  return <u32>load<u8>(GUESSES + <usize>i);
}

export function cubeRoot(a: u64): u32 {
  const bits: u32 = 64 - <u32>clz<u64>(a);
  if (bits < 7) return (guess(a) + 35) >> 6;
  // A third of the bits, 84/256 for 1/3.
  const third: u32 = ((bits * 84) >> 8) - 1;
  const x: u32 = ((guess(a >> <u64>(third * 3)) + 10) << third) >> 6;
  const sum: u32 = 2 * x + <u32>(a / (<u64>x * <u64>(x - 1)));
  // 341/1024 for 1/3.
  return (sum * 341) >> 10;
}
