import type { TraceKind, TraceRecord } from '@tunq/sim';

/** What is known of a TCP flow at the end of a sampling interval; bytes and retransmissions since its start. */
export interface FlowSample {
  readonly timeNs: number;
  /** Segments. */
  readonly cwnd: number;
  readonly ssthresh: number;
  readonly inFlight: number;
  /** The sender's smoothed RTT and its variation, µs. */
  readonly srttUs: number;
  readonly rttVarUs: number;
  /** Written by the sending application, and read by the receiving one. */
  readonly writtenBytes: number;
  readonly receivedBytes: number;
  readonly retransmits: number;
  /** The receiver's window. */
  readonly windowBytes: number;
  /** Payload of a full segment, bytes. */
  readonly mss: number;
}

/** Kinds of records that {@link FlowSamples} takes. */
export const sampleKinds: readonly TraceKind[] = ['sample', 'progress'];

const word = 2 ** 32;

/** Gathers the samples of every TCP flow, of which there are few, out of what a run traces. */
export class FlowSamples {
  readonly #flows = new Map<number, FlowSample[]>();
  #sample: TraceRecord | undefined;
  #progress: TraceRecord | undefined;

  records(records: readonly TraceRecord[]): void {
    for (const record of records) {
      if (record.kind === 'sample') this.#sample = record;
      else if (record.kind === 'progress' && record.code === 0) this.#progress = record;
      else if (record.kind === 'progress') this.#add(record);
    }
  }

  /** Those of one flow, by its number, oldest first. */
  of(flow: number): readonly FlowSample[] {
    return this.#flows.get(flow) ?? [];
  }

  #add(details: TraceRecord): void {
    const [sample, progress] = [this.#sample, this.#progress];
    if (!sample || !progress) return;
    const { time, flow } = details;
    const samples = this.#flows.get(flow) ?? [];
    this.#flows.set(flow, samples);
    samples.push({
      timeNs: time,
      cwnd: sample.a,
      ssthresh: sample.b,
      inFlight: sample.d,
      srttUs: sample.c,
      rttVarUs: details.b,
      writtenBytes: progress.a + progress.b * word,
      receivedBytes: progress.c + progress.d * word,
      retransmits: progress.e,
      windowBytes: details.a,
      mss: details.c,
    });
  }
}
