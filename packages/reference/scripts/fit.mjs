// Fits the calibrated values again, one after another in the order of `calibration`, and prints those to put into
// packages/device/src/reader-profiles.ts (`reader.…`) and packages/scenario/src/presets/ (other keys):
// `node packages/reference/scripts/fit.mjs [KEY | PRESET]…`, after a build. A value is right when the errors of the cells that
// it is fitted on cancel (their mean logarithm is 0). Cells run as long as they were published, but at most a minute, by when
// slow start no longer counts; where that is not stated, 10 s.
import { calibration, cellOf, cellScenario, publishedCells, simulatedTables } from '@tunq/reference';
import { runMany } from '@tunq/sim/node';

/** The search covers value / span … value · span. */
const span = 1.6;
const steps = 11;
const longest = 60;

const wanted = process.argv.slice(2);
/** Values found so far, in base units. */
const found = new Map();

for (const parameter of calibration) {
  const { key, value, unit, rows, presets } = parameter;
  if (wanted.length > 0 && ![key, ...presets].some((name) => wanted.includes(name))) continue;
  const name = `${key} of ${presets.filter((preset) => !preset.endsWith('-patched')).join(', ')}`;
  const ids = rows.filter((id) => simulatedTables.includes(id.split('/')[0]));
  if (ids.length === 0) {
    console.log(`${name}: ${value} ${unit} kept, its cells are not simulated yet`);
    continue;
  }
  const now = await errorsOf(parameter, ids, value);
  let [low, high] = [value / span, value * span];
  const slope = Math.sign(mean(await errorsOf(parameter, ids, high)));
  if (slope === Math.sign(mean(await errorsOf(parameter, ids, low)))) {
    console.log(`${name}: ${value} ${unit} (${percents(now)}) kept, no value near it fits`);
    continue;
  }
  for (let step = 0; step < steps; step++) {
    const middle = Math.sqrt(low * high);
    if (Math.sign(mean(await errorsOf(parameter, ids, middle))) === slope) high = middle;
    else low = middle;
  }
  const fitted = Number(Math.sqrt(low * high).toPrecision(3));
  const then = await errorsOf(parameter, ids, fitted);
  // Where the window is a whole number of 256ths, or a run is chaotic, a value near the root may do no better.
  const better = Math.abs(mean(then)) < Math.abs(mean(now));
  if (better) found.set(parameter, fitted);
  console.log(
    `${name}: ${value} ${unit} (${percents(now)}) ${better ? '→' : 'kept, not'} ${fitted} (${percents(then)})`,
  );
}

/** Logarithms of simulated over published goodput, cell by cell, with a value of the parameter. */
async function errorsOf(parameter, ids, value) {
  const jobs = ids.map((id) => {
    const cell = cellOf(id);
    const refitted = [...found, [parameter, value]].filter(([{ presets }]) => presets.includes(cell.preset));
    const settings = {
      ...cell.settings,
      ...Object.fromEntries(refitted.map(([{ key, unit }, to]) => [key, text(to, unit)])),
    };
    return { id, scenario: cellScenario({ ...cell, settings }, Math.min(cell.publishedSeconds ?? 10, longest) * 1e9) };
  });
  return (await runMany(jobs)).map(({ id, run, error }) => {
    if (error) throw error;
    const published = publishedCells(id.split('/')[0]).find((cell) => cell.id === id).value;
    return Math.log(run.result.goodputMbps / published);
  });
}

/** As a setting: whole base units, but for a time per byte. */
function text(value, unit) {
  return `${unit === 'ns/byte' ? value : Math.round(value)}`;
}

function mean(logs) {
  return logs.reduce((sum, log) => sum + log, 0) / logs.length;
}

function percents(logs) {
  return logs.map((log) => `${((Math.exp(log) - 1) * 100).toFixed(2)} %`).join(', ');
}
