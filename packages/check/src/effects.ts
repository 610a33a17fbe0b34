/** What a transition did, for a schedule. `value` is a packet's number, or what a test read. */
export interface Effect {
  readonly thread: number;
  readonly kind: string;
  /** Slot, or offset in the shared state. */
  readonly at?: number;
  readonly value?: number;
  /** The store goes into the store buffer, or the load was performed early or came from the own buffer. */
  readonly how?: 'buffered' | 'early' | 'own' | 'commit';
}

/** A property that a single transition can break, so that nothing behind it is worth a look. */
export type Fault = 'order' | 'crash' | 'leftover';
