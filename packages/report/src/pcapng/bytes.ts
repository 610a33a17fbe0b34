/** Bytes of one chunk of a file: what has been written is handed on when so much has come together. */
const chunkBytes = 1 << 20;

/** Room that one `reserve` may ask for: a block with the longest packet and its options. */
const mostAtOnce = 1 << 18;

/** Writes numbers and bytes into a chunk, and hands full chunks on, so that memory does not grow with the file. */
export class ByteWriter {
  #chunk = new Uint8Array(chunkBytes);
  #view = new DataView(this.#chunk.buffer);
  #at = 0;

  /** @param write takes a chunk; its memory is not used again */
  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  /** Where the next byte goes in the chunk at hand; what follows within `bytes` stays in that chunk. */
  reserve(bytes: number): number {
    if (bytes > mostAtOnce) throw new RangeError(`${bytes} bytes at once; at most ${mostAtOnce}`);
    if (this.#at + bytes > chunkBytes) this.flush();
    return this.#at;
  }

  /** Hands on what there is. */
  flush(): void {
    if (this.#at === 0) return;
    this.write(this.#chunk.subarray(0, this.#at));
    this.#chunk = new Uint8Array(chunkBytes);
    this.#view = new DataView(this.#chunk.buffer);
    this.#at = 0;
  }

  get at(): number {
    return this.#at;
  }

  /** Bytes of 0, as a new chunk has them. */
  skip(bytes: number): void {
    this.#at += bytes;
  }

  u8(value: number): void {
    this.#chunk[this.#at++] = value;
  }

  /** In network order. */
  net16(value: number): void {
    this.#view.setUint16(this.#at, value);
    this.#at += 2;
  }

  net32(value: number): void {
    this.#view.setUint32(this.#at, value);
    this.#at += 4;
  }

  /** Little-endian, as all of pcapng here. */
  u16(value: number): void {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
  }

  u32(value: number): void {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  bytes(bytes: Uint8Array): void {
    this.#chunk.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Up to the next multiple of 4 from `start`. */
  pad(start: number): void {
    this.#at += -(this.#at - start) & 3;
  }

  /** Changes what was written since the last `reserve`. */
  patchU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  patchNet16(at: number, value: number): void {
    this.#view.setUint16(at, value);
  }

  /** Sum of the 16-bit words between two places (RFC 1071), an odd last byte being the high one of a word. */
  sum(from: number, to: number): number {
    let sum = 0;
    let at = from;
    for (; at + 1 < to; at += 2) sum += this.#view.getUint16(at);
    if (at < to) sum += this.#chunk[at]! << 8;
    return sum;
  }

  /** Gives back what lies behind `at`, zeroed. */
  truncate(at: number): void {
    this.#chunk.fill(0, at, this.#at);
    this.#at = at;
  }
}

/** The Internet checksum of a sum of 16-bit words (RFC 1071). */
export function checksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
