/** What each package may import of the others; docs/architecture.md draws the same picture. */
const mayImport = {
  core: [],
  tcp: ['core'],
  device: ['core'],
  scenario: ['tcp', 'device', 'core'],
  sim: ['scenario', 'core'],
  diagnose: ['scenario', 'sim'],
  report: ['sim', 'scenario', 'diagnose'],
  reference: ['scenario', 'sim'],
  bench: ['reference', 'report', 'sim', 'scenario', 'core'],
  check: ['device'],
};

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layers = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `layer-${name}`,
  comment: `@tunq/${name} may import only: ${allowed.map((other) => `@tunq/${other}`).join(', ') || 'no other package'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: `^(packages/(?!(${[name, ...allowed].join('|')})/)|apps/)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    {
      name: 'layer-known',
      comment: 'A package that is not in the table above has no rule yet: add it.',
      severity: 'error',
      from: { path: `^packages/(?!(${Object.keys(mayImport).join('|')})/)` },
      to: {},
    },
    {
      name: 'report-needs-only-types-of-results',
      comment: '@tunq/report formats results; it must not pull in what makes them.',
      severity: 'error',
      from: { path: '^packages/report/' },
      to: { path: '^packages/(sim|diagnose)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'apps-are-leaves',
      comment: 'One app does not import another.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'through-the-front-door',
      comment: 'Another package is imported by its name, never by a path into its sources.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/[^/]+/(src|assembly|scripts|bin)/', pathNot: '^$1/$2/' },
    },
    {
      name: 'node-only-behind-node',
      comment:
        'The main entry of a package runs in a browser: Node built-ins live in src/node/ (subpath export ./node).',
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src/',
        pathNot: ['^packages/[^/]+/src/node(/|\\.ts$)', '\\.(test|fixture)\\.ts$'],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-does-not-reach-node',
      comment: 'Code for browsers must not import Node-only code, neither its own nor that of another package.',
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src/',
        pathNot: ['^packages/[^/]+/src/node(/|\\.ts$)', '\\.(test|fixture)\\.ts$'],
      },
      to: { path: ['^packages/[^/]+/src/node(/|\\.ts$)', '^packages/[^/]+/dist/node(/|\\.)', '/tinypool/'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-tests-from-sources',
      comment: 'Shipped code imports neither tests nor their fixtures.',
      severity: 'error',
      from: { pathNot: '\\.(test|fixture)\\.ts$|^tests/' },
      to: { path: '\\.(test|fixture)\\.ts$|^tests/' },
    },
    {
      name: 'no-dev-dependencies-in-sources',
      comment: 'What shipped code needs at run time is a dependency of its package.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: '\\.(test|fixture)\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'If a @tunq package cannot be resolved, run `npm run build` first.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // The AssemblyScript sources import from each other only, and asc checks that.
    exclude: '^packages/core/assembly/',
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
