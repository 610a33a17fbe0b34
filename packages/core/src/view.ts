import { layout } from './generated/layout.js';

type Layout = typeof layout;
export type StructName = keyof Layout;
export type FieldOf<S extends StructName> = keyof Layout[S]['fields'] & string;

/**
 * Named access to a struct in the core's memory. The buffer is looked up at every access, because it is replaced
 * whenever the memory grows.
 */
export class StructView<S extends StructName> {
  readonly #memory: WebAssembly.Memory;
  readonly #fields: Readonly<Record<string, { readonly offset: number; readonly type: string }>>;

  constructor(
    memory: WebAssembly.Memory,
    name: S,
    readonly address: number,
  ) {
    this.#memory = memory;
    this.#fields = layout[name].fields;
  }

  /** A number; u64 values above 2^53 lose their last bits. */
  get(field: FieldOf<S>): number {
    const { at, type, view } = this.#at(field);
    switch (type) {
      case 'u8':
        return view.getUint8(at);
      case 'u16':
        return view.getUint16(at, true);
      case 'i32':
        return view.getInt32(at, true);
      case 'u64':
        return Number(view.getBigUint64(at, true));
      case 'f64':
        return view.getFloat64(at, true);
      default:
        return view.getUint32(at, true);
    }
  }

  set(field: FieldOf<S>, value: number): void {
    const { at, type, view } = this.#at(field);
    switch (type) {
      case 'u8':
        view.setUint8(at, value);
        break;
      case 'u16':
        view.setUint16(at, value, true);
        break;
      case 'u64':
        view.setBigUint64(at, BigInt(value), true);
        break;
      case 'f64':
        view.setFloat64(at, value, true);
        break;
      default:
        view.setUint32(at, value, true);
    }
  }

  #at(field: string): { at: number; type: string; view: DataView } {
    const entry = this.#fields[field];
    if (!entry) throw new TypeError(`no field ${field}`);
    return { at: this.address + entry.offset, type: entry.type, view: new DataView(this.#memory.buffer) };
  }
}
