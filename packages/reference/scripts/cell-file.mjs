// Kernel cells as this package keeps them: what the comparison and the plots use, gzipped JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Fields of a flow in `ss -tin` that are drawn; the rest is in the intervals already, or is never shown. */
const sampleFields = ['cwnd', 'ssthresh', 'bytes_acked'];

/** A cell without what nothing here uses: the nstat counters of both ends and most of what ss prints. */
export function slim({ id, scenario, measured, intervals, samples }) {
  const { senderCounters: _sender, receiverCounters: _receiver, ...figures } = measured;
  return {
    id,
    scenario,
    measured: figures,
    intervals,
    samples: samples.map(({ t, flows }) => ({
      t,
      flows: flows.map((flow) =>
        Object.fromEntries(sampleFields.flatMap((field) => (field in flow ? [[field, Number(flow[field])]] : []))),
      ),
    })),
  };
}

/** @returns {any} the document, or undefined where there is no file */
export function readCellFile(path) {
  try {
    return JSON.parse(gunzipSync(readFileSync(path)).toString());
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The same document gives the same bytes: gzip's header has no time in Node. */
export function writeCellFile(path, document) {
  writeFileSync(path, gzipSync(JSON.stringify(document), { level: 9 }));
}
