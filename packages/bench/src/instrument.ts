/**
 * Where the counters lie: one u64 a function, from this address of the module's memory on. The core keeps 8192 to 65535
 * free for models of a host.
 */
export const counterBase = 8192;

/** Counters that fit there. */
const mostFunctions = (65_536 - counterBase) / 8;

const codeSection = 10;

/** Opcodes that begin and end stretches of code (WebAssembly core specification §5.4.1). */
const op = { unreachable: 0x00, block: 0x02, loop: 0x03, if: 0x04, else: 0x05, end: 0x0b, brTable: 0x0e, return: 0x0f };
const [br, brIf] = [0x0c, 0x0d];
/** After these another stretch begins: a branch may skip what follows, or lead to it. */
const boundaries = new Set<number>([op.unreachable, op.loop, op.if, op.else, op.end, br, brIf, op.brTable, op.return]);
/** These are no work: they become labels. */
const labels = new Set<number>([op.block, op.loop, op.else, op.end]);

/**
 * The same module, which counts the instructions that it executes: at the beginning of every stretch without branches it
 * adds the stretch's length to the counter of its function. The counts depend on nothing but module and input, so that
 * they can be compared where times cannot.
 *
 * @throws {RangeError} for an instruction beyond WebAssembly 2.0 without vectors
 */
export function instrument(wasm: Uint8Array): Uint8Array<ArrayBuffer> {
  const reader = new Reader(wasm, 8);
  const out: number[] = [...wasm.subarray(0, 8)];
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    const content = wasm.subarray(reader.at, reader.at + size);
    reader.at += size;
    section(out, id, id === codeSection ? instrumentCode(content) : content);
  }
  return new Uint8Array(out);
}

/** Counts of a module that {@link instrument} made, by function, after a run. */
export function executedInstructions(memory: Uint8Array, functions: number): number[] {
  const view = new DataView(memory.buffer, memory.byteOffset);
  return Array.from({ length: functions }, (_, index) => Number(view.getBigUint64(counterBase + 8 * index, true)));
}

/** Functions that a module has code of. */
export function functionCount(wasm: Uint8Array): number {
  const reader = new Reader(wasm, 8);
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    if (id === codeSection) return reader.unsigned();
    reader.at += size;
  }
  return 0;
}

function instrumentCode(content: Uint8Array): number[] {
  const reader = new Reader(content);
  const count = reader.unsigned();
  if (count > mostFunctions) throw new RangeError(`${count} functions; at most ${mostFunctions} can be counted`);
  const out: number[] = [];
  unsigned(out, count);
  for (let index = 0; index < count; index++) {
    const size = reader.unsigned();
    const body = instrumentBody(content.subarray(reader.at, reader.at + size), counterBase + 8 * index);
    reader.at += size;
    unsigned(out, body.length);
    append(out, body);
  }
  return out;
}

function instrumentBody(body: Uint8Array, address: number): number[] {
  const reader = new Reader(body);
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    reader.unsigned();
    reader.byte();
  }
  const out: number[] = [...body.subarray(0, reader.at)];
  while (reader.at < body.length) {
    const from = reader.at;
    let work = 0;
    let opcode: number;
    do {
      opcode = reader.instruction();
      if (!labels.has(opcode)) work++;
    } while (!boundaries.has(opcode) && reader.at < body.length);
    if (work > 0) count(out, address, work);
    append(out, body.subarray(from, reader.at));
  }
  return out;
}

/** `memory[address] += work`, with nothing but the stack. */
function count(out: number[], address: number, work: number): void {
  const [i32Const, i64Const, i64Load, i64Add, i64Store] = [0x41, 0x42, 0x29, 0x7c, 0x37];
  out.push(i32Const);
  signed(out, address);
  out.push(i32Const);
  signed(out, address);
  out.push(i64Load, 3, 0, i64Const);
  signed(out, work);
  out.push(i64Add, i64Store, 3, 0);
}

/** Walks a binary module. */
class Reader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.#bytes[this.at++]!;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** Passes one instruction with its immediates and gives its opcode. */
  instruction(): number {
    const opcode = this.byte();
    if (opcode === op.brTable) {
      for (let left = this.unsigned() + 1; left > 0; left--) this.#skip();
    } else if (opcode === 0x1c) {
      for (let left = this.unsigned(); left > 0; left--) this.byte();
    } else if (opcode === 0x43) {
      this.at += 4;
    } else if (opcode === 0x44) {
      this.at += 8;
    } else if (opcode === 0xfc) {
      this.#miscellaneous();
    } else if (opcode > 0xd2) {
      throw new RangeError(`opcode 0x${opcode.toString(16)} is none that can be counted`);
    } else {
      for (let left = immediates(opcode); left > 0; left--) this.#skip();
    }
    return opcode;
  }

  #miscellaneous(): void {
    const which = this.unsigned();
    if (which > 17) throw new RangeError(`opcode 0xfc ${which} is none that can be counted`);
    // Saturating conversions have none; memory.init, memory.copy, table.init and table.copy name two things.
    for (let left = which < 8 ? 0 : [8, 10, 12, 14].includes(which) ? 2 : 1; left > 0; left--) this.#skip();
  }

  /** Passes a number in LEB128. */
  #skip(): void {
    while (this.byte() >= 0x80);
  }
}

/** Numbers in LEB128 that stand behind an opcode. */
function immediates(opcode: number): number {
  if (opcode === 0x11 || (opcode >= 0x28 && opcode <= 0x3e)) return 2;
  const one =
    (opcode >= op.block && opcode <= op.if) ||
    opcode === br ||
    opcode === brIf ||
    opcode === 0x10 ||
    (opcode >= 0x20 && opcode <= 0x26) ||
    (opcode >= 0x3f && opcode <= 0x42) ||
    opcode === 0xd0 ||
    opcode === 0xd2;
  return one ? 1 : 0;
}

function section(out: number[], id: number, content: ArrayLike<number>): void {
  out.push(id);
  unsigned(out, content.length);
  append(out, content);
}

/** Not by spreading: a section has more bytes than a call has arguments. */
function append(out: number[], bytes: ArrayLike<number>): void {
  for (let i = 0; i < bytes.length; i++) out.push(bytes[i]!);
}

function unsigned(out: number[], value: number): void {
  for (; value >= 0x80; value = Math.floor(value / 128)) out.push((value % 128) | 0x80);
  out.push(value);
}

function signed(out: number[], value: number): void {
  for (; value >= 0x40 || value < -0x40; value >>= 7) out.push((value & 0x7f) | 0x80);
  out.push(value & 0x7f);
}
