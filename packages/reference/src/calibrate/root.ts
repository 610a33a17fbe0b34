/** Where to look for a root, and how closely. */
export interface RootSearch {
  /** The search begins with start / span … start · span. */
  readonly start: number;
  readonly span: number;
  /** Values of a function whose sign changes once, but for noise; all arguments of a round at once. */
  readonly evaluate: (values: readonly number[]) => Promise<readonly number[]>;
}

/** Arguments of the first round, over the whole span, and of each later one, which looks closer around the root so far. */
const firstPoints = 7;
const laterPoints = 4;
const laterRounds = 2;

/** Evaluations that a search takes. */
export const rootEvaluations = firstPoints + laterRounds * laterPoints;

interface Sample {
  /** Logarithm of the argument. */
  readonly x: number;
  readonly y: number;
}

/**
 * The root of a function that is monotonic but for noise, or null where its sign does not change.
 *
 * Every round takes all samples so far, makes them monotonic by pooling neighbours that are out of order (the regression of
 * Ayer and others, 1955), and interpolates between the two that have the root between them. A sample that noise has put on
 * the wrong side of 0 so moves the root a little, where bisection would have lost it.
 */
export async function findRoot({ start, span, evaluate }: RootSearch): Promise<number | null> {
  let samples: Sample[] = [];
  const sample = async (xs: readonly number[]) => {
    const ys = await evaluate(xs.map(Math.exp));
    samples = [...samples, ...xs.map((x, index) => ({ x, y: ys[index] as number }))].sort((a, b) => a.x - b.x);
  };
  let width = Math.log(span);
  await sample(evenly(Math.log(start), width, firstPoints));
  width /= firstPoints - 1;
  for (let round = 0; round < laterRounds; round++) {
    const root = monotonicRoot(samples);
    if (root === null) return null;
    await sample(evenly(root, width, laterPoints));
    width /= laterPoints - 1;
  }
  const root = monotonicRoot(samples);
  return root === null ? null : Math.exp(root);
}

function evenly(centre: number, width: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => centre + width * ((2 * index) / (count - 1) - 1));
}

/** Samples that are taken as one, because their values are not in order. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly count: number;
}

function monotonicRoot(samples: readonly Sample[]): number | null {
  const direction = slopeOf(samples) < 0 ? -1 : 1;
  const blocks: Block[] = [];
  for (const { x, y } of samples) {
    let block: Block = { from: x, to: x, y: y * direction, count: 1 };
    for (let last = blocks.at(-1); last && last.y >= block.y; last = blocks.at(-1)) {
      blocks.pop();
      const count = last.count + block.count;
      block = { from: last.from, to: block.to, y: (last.y * last.count + block.y * block.count) / count, count };
    }
    blocks.push(block);
  }
  const above = blocks.findIndex(({ y }) => y >= 0);
  const high = blocks[above];
  if (!high) return null;
  if (high.y === 0) return (high.from + high.to) / 2;
  const low = blocks[above - 1];
  return low ? low.to + ((high.from - low.to) * -low.y) / (high.y - low.y) : null;
}

/** Of the least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre = mean(samples.map(({ x }) => x));
  return mean(samples.map(({ x, y }) => (x - centre) * y));
}
