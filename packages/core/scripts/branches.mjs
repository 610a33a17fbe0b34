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

const constantOf = (expression) =>
  idOf(expression) === binaryen.ConstId ? binaryen.Const.getValueI32(expression) : undefined;

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
      if (id === binaryen.BreakId && binaryen.Break.getName(at) === name && binaryen.Break.getCondition(at))
        can = false;
      if (can) mapOperands(at, (child) => (look(child), child));
    };
    look(expression);
    return can;
  }

  /** Rewrites `br name value` inside: to `yes` or `no`, by the value. */
  function retarget(expression, name, yes, no) {
    const visit = (at) => {
      mapOperands(at, visit);
      if (idOf(at) !== binaryen.BreakId || binaryen.Break.getName(at) !== name) return at;
      const value = binaryen.Break.getValue(at);
      const constant = constantOf(value);
      if (constant !== undefined) return module.br(constant ? yes : no);
      return module.block(null, [...unless(value, no), module.br(yes)]);
    };
    return visit(expression);
  }

  /** The two conditions that have to hold, or of which one has to, if it is such an expression. */
  function both(condition) {
    const id = idOf(condition);
    if (id === binaryen.IfId && binaryen.If.getIfFalse(condition)) {
      if (constantOf(binaryen.If.getIfFalse(condition)) === 0) {
        return [binaryen.If.getCondition(condition), binaryen.If.getIfTrue(condition)];
      }
    }
    if (id === binaryen.BinaryId && binaryen.Binary.getOp(condition) === AndInt32) return ofBinary(condition);
    return undefined;
  }

  function either(condition) {
    const id = idOf(condition);
    if (id === binaryen.IfId && binaryen.If.getIfFalse(condition)) {
      if (constantOf(binaryen.If.getIfTrue(condition)) === 1 && isTruth(binaryen.If.getIfFalse(condition))) {
        return [binaryen.If.getCondition(condition), binaryen.If.getIfFalse(condition)];
      }
    }
    if (id === binaryen.BinaryId && binaryen.Binary.getOp(condition) === OrInt32) return ofBinary(condition);
    return undefined;
  }

  const isTruth = () => true;

  function ofBinary(condition) {
    const [left, right] = parts(condition);
    return isBoolean(left) && isBoolean(right) && skippable(right) ? [left, right] : undefined;
  }

  function negated(condition) {
    if (idOf(condition) === binaryen.UnaryId && binaryen.Unary.getOp(condition) === EqZInt32) {
      return binaryen.Unary.getValue(condition);
    }
    return undefined;
  }

  /** A block whose value is the condition. */
  function valued(condition) {
    if (idOf(condition) !== binaryen.BlockId) return undefined;
    const name = binaryen.Block.getName(condition);
    const children = binaryen.Block.getChildren(condition);
    const last = children.pop();
    if (binaryen.getExpressionInfo(last).type !== binaryen.i32) return undefined;
    if (name && ![...children, last].every((child) => canRetarget(child, name))) return undefined;
    return { name, children, last };
  }

  /** Statements that branch to `target` if the condition is false. */
  function unless(condition, target) {
    const constant = constantOf(condition);
    if (constant !== undefined) return constant ? [] : [module.br(target)];
    const not = negated(condition);
    if (not) return when(not, target);
    const and = both(condition);
    if (and) return and.flatMap((part) => unless(part, target));
    const or = either(condition);
    if (or) {
      const holds = label();
      return [module.block(holds, [...when(or[0], holds), ...unless(or[1], target)])];
    }
    const value = valued(condition);
    if (value) {
      const holds = label();
      const inside = value.name
        ? value.children.map((child) => retarget(child, value.name, holds, target))
        : value.children;
      const last = value.name ? retarget(value.last, value.name, holds, target) : value.last;
      return [module.block(holds, [...inside, ...unless(last, target)])];
    }
    return [module.br(target, module.i32.eqz(condition))];
  }

  /** Statements that branch to `target` if the condition is true. */
  function when(condition, target) {
    const constant = constantOf(condition);
    if (constant !== undefined) return constant ? [module.br(target)] : [];
    const not = negated(condition);
    if (not) return unless(not, target);
    const or = either(condition);
    if (or) return or.flatMap((part) => when(part, target));
    const and = both(condition);
    if (and) {
      const fails = label();
      return [module.block(fails, [...unless(and[0], fails), ...when(and[1], target)])];
    }
    const value = valued(condition);
    if (value) {
      const fails = label();
      const inside = value.name
        ? value.children.map((child) => retarget(child, value.name, target, fails))
        : value.children;
      const last = value.name ? retarget(value.last, value.name, target, fails) : value.last;
      return [module.block(fails, [...inside, ...when(last, target)])];
    }
    return [module.br(target, condition)];
  }

  const isComposite = (condition) => {
    const not = negated(condition);
    if (not) return isComposite(not);
    return Boolean(both(condition) ?? either(condition) ?? valued(condition));
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
      const made = when(condition, binaryen.Break.getName(expression));
      return made.length === 1 ? made[0] : module.block(null, made, binaryen.none);
    }
    return expression;
  }

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
