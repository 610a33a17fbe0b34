// Fits the parameters of src/calibration.ts again, one after another in their order, and prints the values to put there:
// `node packages/reference/scripts/fit.mjs [SETUP…]`, after a build. A parameter is right when the errors of the cells that
// it is fitted on cancel (their mean logarithm is 0). Cells run as long as they were published, but at most a minute, by when
// slow start no longer counts; where that is not stated, 10 s.
import { calibration, cellOf, cellScenario, publishedCells, simulatedTables } from '@tunq/reference';
import { runMany } from '@tunq/sim/node';

/** The search covers value / span … value · span. */
const span = 1.6;
const steps = 11;
const longest = 60;

const wanted = process.argv.slice(2);
/** Values found so far, by set-up and key. */
const found = new Map();

for (const parameter of calibration) {
  const { setup, key, value, fittedOn } = parameter;
  if (wanted.length > 0 && !wanted.includes(setup)) continue;
  const cells = fittedOn.filter((id) => simulatedTables.includes(id.split('/')[0]));
  if (cells.length === 0) {
    console.log(`${setup} ${key}: ${value} kept, its cells are not simulated yet`);
    continue;
  }
  const [, number, unit] = /^([\d.]+)(.*)$/.exec(value);
  const mean = await meanError(key, cells, Number(number), unit);
  let [low, high] = [Number(number) / span, Number(number) * span];
  const slope = Math.sign(await meanError(key, cells, high, unit));
  if (slope === Math.sign(await meanError(key, cells, low, unit))) {
    console.log(`${setup} ${key}: ${value} (${percent(mean)}) kept, no value near it fits`);
    continue;
  }
  for (let step = 0; step < steps; step++) {
    const middle = Math.sqrt(low * high);
    if (Math.sign(await meanError(key, cells, middle, unit)) === slope) high = middle;
    else low = middle;
  }
  const fitted = Number(Math.sqrt(low * high).toPrecision(3));
  found.set(`${setup} ${key}`, `${fitted}${unit}`);
  const rest = await meanError(key, cells, fitted, unit);
  console.log(`${setup} ${key}: ${value} (${percent(mean)}) → ${fitted}${unit} (${percent(rest)})`);
}

/** Mean logarithm of simulated over published goodput with a value of the parameter. */
async function meanError(key, ids, number, unit) {
  const jobs = ids.map((id) => {
    const cell = cellOf(id);
    const refitted = calibration
      .filter((other) => cell.setups.includes(other.setup) && found.has(`${other.setup} ${other.key}`))
      .map((other) => [other.key, found.get(`${other.setup} ${other.key}`)]);
    const settings = {
      ...cell.settings,
      ...Object.fromEntries(refitted),
      [key]: unit === '' ? `${Math.round(number)}` : `${number}${unit}`,
    };
    return { id, scenario: cellScenario({ ...cell, settings }, Math.min(cell.publishedSeconds ?? 10, longest) * 1e9) };
  });
  const outcomes = await runMany(jobs);
  const logs = outcomes.map(({ id, run, error }) => {
    if (error) throw error;
    const published = publishedCells(id.split('/')[0]).find((cell) => cell.id === id).value;
    return Math.log(run.result.goodputMbps / published);
  });
  return logs.reduce((sum, log) => sum + log, 0) / logs.length;
}

function percent(log) {
  return `${((Math.exp(log) - 1) * 100).toFixed(2)} %`;
}
