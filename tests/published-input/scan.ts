import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Modules of Node that can bring in what no dependency graph shows; with or without `node:` in front. */
const readers = /^(?:node:)?(?:fs|fs\/promises|child_process|module|vm|https?|http2|net|sqlite)$/;

/** Functions that do the same. */
const readingCalls = new Set([
  'require',
  'createRequire',
  'getBuiltinModule',
  'fetch',
  'readFileSync',
  'readFile',
  'openSync',
  'createReadStream',
  'eval',
  'Function',
]);

/** A specifier or a path, no prose, that leads to published numbers. */
const leadsToPublished = /^\S*(?:\bpublished\/|@tunq\/reference|(?:^|\/)reference(?:\/|$)|\.csv\b)\S*$/;

/**
 * What a source does that no dependency graph shows: it reads files or the network, loads a module whose name is computed, or
 * names a place where published numbers are.
 */
export function hiddenInputs(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isText(node) && (readers.test(node.text) || leadsToPublished.test(node.text))) found.push(node.text);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = calledName(node.expression);
      if (readingCalls.has(name)) found.push(`${name}()`);
      const [argument] = node.arguments ?? [];
      if (name === 'import' && !(argument && ts.isStringLiteralLike(argument)))
        found.push('import() of a computed name');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return (
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
  );
}

/** `fs.readFile(…)` → `readFile` */
function calledName(called: ts.Expression): string {
  if (called.kind === ts.SyntaxKind.ImportKeyword) return 'import';
  if (ts.isPropertyAccessExpression(called)) return called.name.text;
  return ts.isIdentifier(called) ? called.text : '';
}
