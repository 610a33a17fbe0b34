// V8 makes a number of a condition that is not a single comparison: `a && b`, which Binaryen writes as a bitwise "and" or
// as an `if` with a result, costs a setcc, a move and a test for each part, and so does an inlined function that returns a
// boolean. This pass gives every part a branch of its own, which is one instruction in the processor and well predicted.
import binaryen from 'assemblyscript/binaryen';

const { SideEffects } = binaryen;
/** An operand may be skipped if it only reads. */
const READS =
  SideEffects.ReadsLocal |
  SideEffects.ReadsGlobal |
  SideEffects.ReadsMemory |
  SideEffects.ReadsTable |
  SideEffects.ImplicitTrap |
  SideEffects.TrapsNeverHappen;

const COMPARISONS = new Set(
  ['Eq', 'Ne', 'LtS', 'LtU', 'LeS', 'LeU', 'GtS', 'GtU', 'GeS', 'GeU']
    .flatMap((op) => [`${op}Int32`, `${op}Int64`])
    .concat(['Eq', 'Ne', 'Lt', 'Le', 'Gt', 'Ge'].map((op) => `${op}Float64`))
    .map((op) => binaryen.Operations[op])
    .filter((op) => op !== undefined),
);
const { EqZInt32, EqZInt64, AndInt32, OrInt32 } = binaryen.Operations;

/** The operands of an expression that are expressions, by its kind: names of their accessors. */
const OPERANDS = {
  [binaryen.IfId]: [binaryen.If, ['Condition', 'IfTrue', 'IfFalse']],
  [binaryen.LoopId]: [binaryen.Loop, ['Body']],
  [binaryen.BreakId]: [binaryen.Break, ['Value', 'Condition']],
  [binaryen.SwitchId]: [binaryen.Switch, ['Condition', 'Value']],
  [binaryen.LocalSetId]: [binaryen.LocalSet, ['Value']],
  [binaryen.GlobalSetId]: [binaryen.GlobalSet, ['Value']],
  [binaryen.LoadId]: [binaryen.Load, ['Ptr']],
  [binaryen.StoreId]: [binaryen.Store, ['Ptr', 'Value']],
  [binaryen.UnaryId]: [binaryen.Unary, ['Value']],
  [binaryen.BinaryId]: [binaryen.Binary, ['Left', 'Right']],
  [binaryen.SelectId]: [binaryen.Select, ['IfTrue', 'IfFalse', 'Condition']],
  [binaryen.DropId]: [binaryen.Drop, ['Value']],
  [binaryen.ReturnId]: [binaryen.Return, ['Value']],
};
const LISTS = {
  [binaryen.BlockId]: [binaryen.Block, 'Children', 'ChildAt'],
  [binaryen.CallId]: [binaryen.Call, 'Operands', 'OperandAt'],
  [binaryen.CallIndirectId]: [binaryen.CallIndirect, 'Operands', 'OperandAt'],
};

/** Kinds of code without branches of which a condition may consist. */
const STRAIGHT = new Set([
  binaryen.UnaryId,
  binaryen.BinaryId,
  binaryen.SelectId,
  binaryen.LoadId,
  binaryen.LocalSetId,
]);

const idOf = binaryen.Expression.getId;

/** Replaces each operand by what `visit` returns for it. */
function mapOperands(expression, visit) {
  const id = idOf(expression);
  const list = LISTS[id];
  if (list) {
    const [kind, all, one] = list;
    const count = kind[`getNum${all}`](expression);
    for (let i = 0; i < count; i++) {
      const old = kind[`get${one}`](expression, i);
      const made = visit(old);
      if (made !== old) kind[`set${one}`](expression, i, made);
    }
    return;
  }
  const [kind, names] = OPERANDS[id] ?? [null, []];
  for (const name of names) {
    const old = kind[`get${name}`](expression);
    if (!old) continue;
    const made = visit(old);
    if (made !== old) kind[`set${name}`](expression, made);
  }
}

const typeOf = (expression) => binaryen.getExpressionInfo(expression).type;

/** The truth of a constant; undefined of what is none. */
function constantOf(expression) {
  if (idOf(expression) !== binaryen.ConstId) return undefined;
  const { type, value } = binaryen.getExpressionInfo(expression);
  if (type === binaryen.i32) return value !== 0;
  return type === binaryen.i64 ? BigInt(value) !== 0n : undefined;
}

/** Does it come to 0 or 1, by comparisons? */
function isBoolean(expression) {
  const id = idOf(expression);
  if (id === binaryen.UnaryId) {
    const op = binaryen.Unary.getOp(expression);
    return op === EqZInt32 || op === EqZInt64;
  }
  if (id !== binaryen.BinaryId) return false;
  const op = binaryen.Binary.getOp(expression);
  if (COMPARISONS.has(op)) return true;
  return (op === AndInt32 || op === OrInt32) && parts(expression).every(isBoolean);
}

const parts = (binary) => [binaryen.Binary.getLeft(binary), binaryen.Binary.getRight(binary)];

/** Gives the functions of a module their branches. */
export function branchOnConditions(module) {
  let labels = 0;
  const label = () => `cond$${labels++}`;
  const skippable = (expression) => (binaryen.getSideEffects(expression, module) & ~READS) === 0;

  /** Are all branches to the block `name` such that `retarget` can rewrite them? */
  function canRetarget(expression, name) {
    let can = true;
    const look = (at) => {
      const id = idOf(at);
      if (id === binaryen.SwitchId) {
        for (let i = 0; i < binaryen.Switch.getNumNames(at); i++) {
          if (binaryen.Switch.getNameAt(at, i) === name) can = false;
        }
        if (binaryen.Switch.getDefaultName(at) === name) can = false;
      }
      if (id === binaryen.DropId && droppedBreak(at, name)) {
        look(binaryen.Break.getCondition(binaryen.Drop.getValue(at)));
        return;
      }
      if (id === binaryen.BreakId && binaryen.Break.getName(at) === name && binaryen.Break.getCondition(at))
        can = false;
      if (!can) return;
      mapOperands(at, (child) => {
        look(child);
        return child;
      });
    };
    look(expression);
    return can;
  }

  /** A conditional branch with a constant value that nobody wants if it is not taken. */
  function droppedBreak(drop, name) {
    const at = binaryen.Drop.getValue(drop);
    if (idOf(at) !== binaryen.BreakId || binaryen.Break.getName(at) !== name) return false;
    return constantOf(binaryen.Break.getValue(at)) !== undefined && binaryen.Break.getCondition(at) !== 0;
  }

  /** Rewrites `br name value` inside: to `yes` or `no`, by the value. */
  function retarget(expression, name, yes, no) {
    const visit = (at) => {
      if (idOf(at) === binaryen.DropId && droppedBreak(at, name)) {
        const taken = binaryen.Drop.getValue(at);
        const condition = visit(binaryen.Break.getCondition(taken));
        return sequence(when(condition, constantOf(binaryen.Break.getValue(taken)) ? yes : no));
      }
      mapOperands(at, visit);
      if (idOf(at) !== binaryen.BreakId || binaryen.Break.getName(at) !== name) return at;
      const value = binaryen.Break.getValue(at);
      const constant = constantOf(value);
      if (constant !== undefined) return module.br(constant ? yes : no);
      return module.block(null, [...unless(value, no), module.br(yes)]);
    };
    return visit(expression);
  }

  /** The operands of a bitwise operation on conditions, the second of which may be left out, and what has to stand before. */
  function operandsOf(condition, operation) {
    if (idOf(condition) !== binaryen.BinaryId || binaryen.Binary.getOp(condition) !== operation) return undefined;
    if (!parts(condition).every(isBoolean)) return undefined;
    if (skippable(parts(condition)[1])) return { before: [], parts: parts(condition) };
    const before = hoistSets(condition);
    return before && { before, parts: parts(condition) };
  }

  /**
   * Takes `local.tee` out of a condition that only reads otherwise: the statements that set the locals before it. Undefined
   * if that cannot be done; then nothing has changed.
   */
  function hoistSets(condition) {
    if ((binaryen.getSideEffects(condition, module) & ~(READS | SideEffects.WritesLocal)) !== 0) return undefined;
    if (!canHoist(condition)) return undefined;
    const sets = [];
    const visit = (at) => {
      mapOperands(at, visit);
      if (idOf(at) !== binaryen.LocalSetId) return at;
      const index = binaryen.LocalSet.getIndex(at);
      const value = binaryen.LocalSet.getValue(at);
      const { type } = binaryen.getExpressionInfo(value);
      sets.push(module.local.set(index, value));
      return module.local.get(index, type);
    };
    visit(condition);
    return sets;
  }

  /** Straight-line code in which no local is read before it is set, but by what is set itself? */
  function canHoist(condition) {
    const staying = [];
    const visit = (at) => {
      const id = idOf(at);
      if (id === binaryen.LocalGetId) {
        staying.push(binaryen.LocalGet.getIndex(at));
        return true;
      }
      if (id === binaryen.ConstId) return true;
      if (!STRAIGHT.has(id)) return false;
      const mark = staying.length;
      let can = true;
      mapOperands(at, (child) => {
        can &&= visit(child);
        return child;
      });
      if (!can) return false;
      if (id === binaryen.LocalSetId) {
        staying.length = mark;
        const index = binaryen.LocalSet.getIndex(at);
        if (staying.includes(index)) return false;
        staying.push(index);
      }
      return true;
    };
    return visit(condition);
  }

  /** The three parts of an `if` with a result, or of a `select` of which an arm can be left out. */
  function ternary(condition) {
    if (idOf(condition) === binaryen.SelectId) {
      const arms = [binaryen.Select.getIfTrue(condition), binaryen.Select.getIfFalse(condition)];
      const worth = arms.some((arm) => constantOf(arm) !== undefined || isBoolean(arm));
      if (!worth || !arms.every(skippable)) return undefined;
      const asked = binaryen.Select.getCondition(condition);
      // The arms come first in a `select`.
      return (binaryen.getSideEffects(asked, module) & ~READS) === 0 ? [asked, ...arms] : undefined;
    }
    if (idOf(condition) !== binaryen.IfId || !binaryen.If.getIfFalse(condition)) return undefined;
    return [binaryen.If.getCondition(condition), binaryen.If.getIfTrue(condition), binaryen.If.getIfFalse(condition)];
  }

  /** Statements that branch to `target` if an `if` with a result comes to `wanted`. */
  function ofTernary([condition, yes, no], wanted, target) {
    const jump = wanted ? when : unless;
    const [first, second] = [yes, no].map((arm) => {
      const constant = constantOf(arm);
      return constant === undefined ? undefined : constant === wanted;
    });
    // An arm that always jumps, or never does.
    if (first === true) return [...when(condition, target), ...jump(no, target)];
    if (second === true) return [...unless(condition, target), ...jump(yes, target)];
    const done = label();
    if (first === false) return [module.block(done, [...when(condition, done), ...jump(no, target)], binaryen.none)];
    if (second === false)
      return [module.block(done, [...unless(condition, done), ...jump(yes, target)], binaryen.none)];
    const other = label();
    const arm = module.block(
      other,
      [...unless(condition, other), ...jump(yes, target), module.br(done)],
      binaryen.none,
    );
    return [module.block(done, [arm, ...jump(no, target)], binaryen.none)];
  }

  function negated(condition) {
    if (idOf(condition) !== binaryen.UnaryId) return undefined;
    const op = binaryen.Unary.getOp(condition);
    return op === EqZInt32 || op === EqZInt64 ? binaryen.Unary.getValue(condition) : undefined;
  }

  const isZero = (value) => (typeOf(value) === binaryen.i64 ? module.i64.eqz(value) : module.i32.eqz(value));
  const isTrue = (value) => {
    if (typeOf(value) !== binaryen.i64) return value;
    return module.i64.ne(value, module.i64.const(0n));
  };

  /** A block whose value is the condition. */
  function valued(condition) {
    if (idOf(condition) !== binaryen.BlockId) return undefined;
    const name = binaryen.Block.getName(condition);
    const children = binaryen.Block.getChildren(condition);
    const last = children.pop();
    if (![binaryen.i32, binaryen.i64].includes(typeOf(last))) return undefined;
    if (name && ![...children, last].every((child) => canRetarget(child, name))) return undefined;
    return { name, children, last };
  }

  /** Statements that branch to `target` if the condition is false. */
  function unless(condition, target) {
    const constant = constantOf(condition);
    if (constant !== undefined) return constant ? [] : [module.br(target)];
    const not = negated(condition);
    if (not) return when(not, target);
    const and = operandsOf(condition, AndInt32);
    if (and) return [...and.before, ...and.parts.flatMap((part) => unless(part, target))];
    const or = operandsOf(condition, OrInt32);
    if (or) {
      const holds = label();
      return [...or.before, module.block(holds, [...when(or.parts[0], holds), ...unless(or.parts[1], target)])];
    }
    const three = ternary(condition);
    if (three) return ofTernary(three, false, target);
    const value = valued(condition);
    if (value) {
      const holds = label();
      const inside = value.name
        ? value.children.map((child) => retarget(child, value.name, holds, target))
        : value.children;
      const last = value.name ? retarget(value.last, value.name, holds, target) : value.last;
      return [module.block(holds, [...inside, ...unless(last, target)])];
    }
    return [module.br(target, isZero(condition))];
  }

  /** Statements that branch to `target` if the condition is true. */
  function when(condition, target) {
    const constant = constantOf(condition);
    if (constant !== undefined) return constant ? [module.br(target)] : [];
    const not = negated(condition);
    if (not) return unless(not, target);
    const or = operandsOf(condition, OrInt32);
    if (or) return [...or.before, ...or.parts.flatMap((part) => when(part, target))];
    const and = operandsOf(condition, AndInt32);
    if (and) {
      const fails = label();
      return [...and.before, module.block(fails, [...unless(and.parts[0], fails), ...when(and.parts[1], target)])];
    }
    const three = ternary(condition);
    if (three) return ofTernary(three, true, target);
    const value = valued(condition);
    if (value) {
      const fails = label();
      const inside = value.name
        ? value.children.map((child) => retarget(child, value.name, target, fails))
        : value.children;
      const last = value.name ? retarget(value.last, value.name, target, fails) : value.last;
      return [module.block(fails, [...inside, ...when(last, target)])];
    }
    return [module.br(target, isTrue(condition))];
  }

  const isComposite = (condition) => {
    const not = negated(condition);
    if (not) return isComposite(not);
    const operation = idOf(condition) === binaryen.BinaryId ? binaryen.Binary.getOp(condition) : undefined;
    if (operation === AndInt32 || operation === OrInt32) {
      const [left, right] = parts(condition);
      return isBoolean(left) && isBoolean(right) && (skippable(right) || canHoist(condition));
    }
    return Boolean(ternary(condition) ?? valued(condition));
  };

  function visit(expression) {
    mapOperands(expression, visit);
    const id = idOf(expression);
    if (id === binaryen.IfId) {
      const condition = binaryen.If.getCondition(expression);
      if (!isComposite(condition)) return expression;
      const yes = binaryen.If.getIfTrue(expression);
      const no = binaryen.If.getIfFalse(expression);
      const { type } = binaryen.getExpressionInfo(expression);
      if (!no && isPlainBranch(yes)) return sequence(when(condition, binaryen.Break.getName(yes)));
      const fails = label();
      if (!no) return module.block(fails, [...unless(condition, fails), yes], binaryen.none);
      const end = label();
      const first = module.block(
        fails,
        [...unless(condition, fails), type === binaryen.none ? yes : null, leave(end, yes, type)].filter(Boolean),
        binaryen.none,
      );
      return module.block(end, [first, no], type);
    }
    if (id === binaryen.BreakId) {
      const condition = binaryen.Break.getCondition(expression);
      if (!condition || binaryen.Break.getValue(expression) || !isComposite(condition)) return expression;
      return sequence(when(condition, binaryen.Break.getName(expression)));
    }
    return expression;
  }

  const sequence = (made) => (made.length === 1 ? made[0] : module.block(null, made, binaryen.none));

  const isPlainBranch = (at) =>
    idOf(at) === binaryen.BreakId && !binaryen.Break.getCondition(at) && !binaryen.Break.getValue(at);

  /** Leaves the block `end` with the value of `yes`. */
  function leave(end, yes, type) {
    if (type === binaryen.none) return module.br(end);
    if (type === binaryen.unreachable) return yes;
    return module.br(end, undefined, yes);
  }

  for (let i = 0; i < module.getNumFunctions(); i++) {
    const made = module.getFunctionByIndex(i);
    const body = binaryen.Function.getBody(made);
    if (!body) continue;
    binaryen.Function.setBody(made, visit(body));
  }
}
