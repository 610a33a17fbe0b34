/** States of a chunk, as a power of two. */
const chunkBits = 12;
const chunkMask = (1 << chunkBits) - 1;

/** Packed states in the order in which they were found, each once, with the state that each was found from. */
export class StateStore {
  #chunks: Uint32Array[] = [];
  #parents: Uint32Array[] = [];
  #table = new Uint32Array(1 << 12);
  #size = 0;

  constructor(
    private readonly words: number,
    private readonly maxBytes: number,
  ) {}

  get size(): number {
    return this.#size;
  }

  /** Bytes that are held. */
  get bytes(): number {
    return this.#chunks.length * ((4 * (this.words + 1)) << chunkBits) + 4 * this.#table.length;
  }

  /** The words of a state, and where they begin. */
  at(index: number): { chunk: Uint32Array; offset: number } {
    return { chunk: this.#chunks[index >>> chunkBits]!, offset: (index & chunkMask) * this.words };
  }

  parent(index: number): number {
    return this.#parents[index >>> chunkBits]![index & chunkMask]!;
  }

  /** Adds a state unless it is there. False: there is no room for it. */
  add(key: Uint32Array, parent: number): boolean {
    let at = this.#hash(key, 0) & (this.#table.length - 1);
    for (;;) {
      const found = this.#table[at]!;
      if (found === 0) break;
      if (this.#equals(found - 1, key)) return true;
      at = (at + 1) & (this.#table.length - 1);
    }
    const index = this.#size;
    if ((index & chunkMask) === 0) {
      const more = (4 * (this.words + 1)) << chunkBits;
      if (this.bytes + more > this.maxBytes) return false;
      this.#chunks.push(new Uint32Array(this.words << chunkBits));
      this.#parents.push(new Uint32Array(1 << chunkBits));
    }
    this.#chunks[index >>> chunkBits]!.set(key, (index & chunkMask) * this.words);
    this.#parents[index >>> chunkBits]![index & chunkMask] = parent;
    this.#size++;
    this.#table[at] = this.#size;
    return this.#size * 3 <= this.#table.length * 2 || this.#grow();
  }

  /** Doubles the table; false where that would not fit (both tables exist for a moment). */
  #grow(): boolean {
    const length = this.#table.length * 2;
    if (this.bytes + 4 * length > this.maxBytes) return false;
    const table = new Uint32Array(length);
    for (let index = 0; index < this.#size; index++) {
      const { chunk, offset } = this.at(index);
      let at = this.#hash(chunk, offset) & (length - 1);
      while (table[at] !== 0) at = (at + 1) & (length - 1);
      table[at] = index + 1;
    }
    this.#table = table;
    return true;
  }

  #equals(index: number, key: Uint32Array): boolean {
    const chunk = this.#chunks[index >>> chunkBits]!;
    const offset = (index & chunkMask) * this.words;
    for (let i = 0; i < this.words; i++) if (chunk[offset + i] !== key[i]) return false;
    return true;
  }

  #hash(key: Uint32Array, offset: number): number {
    let hash = 0x9e3779b9;
    for (let i = 0; i < this.words; i++) {
      hash = Math.imul(hash ^ key[offset + i]!, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}
