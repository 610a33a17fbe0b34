import { at, fence, type Instruction, op } from './instructions.js';

/** A load that a thread may perform early: what it reads, and how many slots further the ring's index is by then. */
export interface EarlyLoad {
  readonly where: number;
  readonly offset: number;
}

/** How far ahead an index is followed. */
const farthest = 1;

/**
 * For every instruction, the loads behind it that nothing keeps from being performed before it: no read or full barrier, no lock taken,
 * no sleep in between. Branches do not order loads: a CPU guesses them.
 */
export function earlyLoads(code: readonly Instruction[]): EarlyLoad[][] {
  return code.map((_, pc) => {
    const found = new Map<string, EarlyLoad>();
    const seen = new Set<string>();
    const visit = (index: number, put: number, taken: number): void => {
      const key = `${index} ${put} ${taken}`;
      if (seen.has(key) || put > farthest || taken > farthest) return;
      seen.add(key);
      const { op: code_, a, b } = code[index]!;
      const note = (where: number): void => {
        if (index === pc) return;
        const offset = where === at.headSlot ? taken : where === at.producerSlot || where === at.nextSlot ? put : 0;
        if (where !== at.accSlot) found.set(`${where} ${offset}`, { where, offset });
      };
      switch (code_) {
        case op.load:
          note(a);
          break;
        case op.setWas:
        case op.wake:
          note(at.xoff);
          break;
        case op.fence:
          if (a !== fence.write) return;
          break;
        case op.lock:
        case op.await:
        case op.sleep:
        case op.notifyWake:
        case op.swap:
        case op.grace:
        case op.end:
        case op.purge:
        case op.crash:
          return;
        case op.jump:
          visit(b, put, taken);
          return;
        case op.branchAcc:
        case op.branch:
        case op.branchSize:
          visit(b, put, taken);
          break;
        case op.put:
          put++;
          break;
        case op.take:
          taken++;
          break;
      }
      if (index + 1 < code.length) visit(index + 1, put, taken);
    };
    visit(pc, 0, 0);
    return [...found.values()];
  });
}
