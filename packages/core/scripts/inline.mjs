// A transform of asc: a function whose comment has the tag @inline is copied into its callers, which V8 does not do for
// WebAssembly, and where a call costs as much as a small function. The decorator that says so to asc is no TypeScript.
import { Node, NodeKind } from 'assemblyscript';
import { Transform } from 'assemblyscript/transform';

export default class Inline extends Transform {
  afterParse(parser) {
    for (const source of parser.sources) {
      let end = 0;
      for (const statement of source.statements) {
        const { range } = statement;
        const tagged = source.text.slice(end, range.start).includes('@inline');
        if (tagged && statement.kind === NodeKind.FunctionDeclaration) {
          const name = Node.createIdentifierExpression('inline', range);
          statement.decorators = [...(statement.decorators ?? []), Node.createDecorator(name, null, range)];
        }
        end = range.end;
      }
    }
  }
}
