// `node scripts/pack-cells.mjs KERNEL-CELLS`: makes data/ from a folder in the format of kernel-cells: cells.json, and
// packets/index.json with its captures. A file that this package does not use is not kept.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { slim, writeCellFile } from './cell-file.mjs';

const [source] = process.argv.slice(2);
if (!source) {
  console.error('pack-cells: the folder with cells.json and packets/ is missing');
  process.exit(2);
}
const data = fileURLToPath(new URL('../data/', import.meta.url));

const { meta, cells } = JSON.parse(readFileSync(join(source, 'cells.json'), 'utf8'));
writeCellFile(join(data, 'kernel-cells.json.gz'), { meta, cells: cells.map(slim) });

/** A column of numbers as differences, which compress ten times as well; an empty field stays one. */
function differences(column) {
  let last = 0;
  return column.map((field) => {
    if (field === '') return '';
    const difference = Number(field) - last;
    last = Number(field);
    return difference;
  });
}

/** Columns instead of rows, times in whole nanoseconds; `unpackCapture` of @tunq/reference reads it. */
function columns(csv) {
  const [head, ...lines] = csv.trim().split('\n');
  const names = head.split(',');
  const rows = lines.map((line) => line.split(','));
  const column = (name) => rows.map((row) => row[names.indexOf(name)]);
  return {
    t_ns: differences(column('t_us').map((field) => String(Math.round(Number(field) * 1000)))),
    dir: column('dir').join(''),
    flow: column('flow').map(Number),
    seq: differences(column('seq')),
    len: differences(column('len')),
    ack: differences(column('ack')),
    win_bytes: differences(column('win_bytes')),
    sack: column('sack').some((field) => field !== '') ? column('sack') : null,
  };
}

const index = JSON.parse(readFileSync(join(source, 'packets/index.json'), 'utf8'));
mkdirSync(join(data, 'packets'), { recursive: true });
for (const name of Object.keys(index)) {
  const csv = gunzipSync(readFileSync(join(source, 'packets', name))).toString();
  const packed = JSON.stringify({ ...index[name], columns: columns(csv) });
  writeFileSync(join(data, 'packets', name.replace(/\.csv\.gz$/, '.json.gz')), gzipSync(packed, { level: 9 }));
}
