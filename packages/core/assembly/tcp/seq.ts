/** Sequence numbers are compared modulo 2^32 (RFC 9293 §3.4). */
export function before(a: u32, b: u32): bool {
  return <i32>(a - b) < 0;
}

export function after(a: u32, b: u32): bool {
  return <i32>(b - a) < 0;
}
