// The layers of ARCHITECTURE.md as rules: client → server → rules, and inside rules model ← engine ← catalog.
const folder = (...names) => names.map((name) => `^${name}/`);
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: folder('rules', 'server', 'client') },
      to: { circular: true },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules/ is text in, findings and edits out: no Node, no editor, no protocol',
      severity: 'error',
      from: { path: '^rules/' },
      to: { path: ['^server/', '^client/', '^vscode$', 'node_modules/vscode'] },
    },
    { name: 'rules-use-no-node', severity: 'error', from: { path: '^rules/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'model-below-engine',
      severity: 'error',
      from: { path: '^rules/model/' },
      to: { path: '^rules/(engine|catalog)/' },
    },
    // inside the model: text ← resource ← workspace ← config ← fleet
    ...['text', 'resource', 'workspace', 'config', 'fleet'].flatMap((name, i, order) =>
      i === order.length - 1
        ? []
        : {
            name: `model-${name}-stands-below`,
            severity: 'error',
            from: { path: `^rules/model/${name}/` },
            to: { path: `^rules/model/(${order.slice(i + 1).join('|')})/` },
          },
    ),
    {
      name: 'engine-below-catalog',
      severity: 'error',
      from: { path: '^rules/engine/' },
      to: { path: '^rules/catalog/' },
    },
    {
      name: 'rules-do-not-import-rules',
      severity: 'error',
      from: { path: '^rules/catalog/(?!index\\.ts)' },
      to: { path: '^rules/catalog/' },
    },
    {
      name: 'yaml-only-in-model',
      severity: 'error',
      from: { path: '^(rules|server|client)/', pathNot: '^rules/model/' },
      to: { path: 'node_modules/yaml/' },
    },
    {
      name: 'front-door',
      comment: 'others enter the core by rules/index.ts',
      severity: 'error',
      from: { path: folder('server', 'client') },
      to: { path: '^rules/', pathNot: '^rules/index\\.ts$' },
    },
    {
      name: 'protocol-only-in-lsp',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/lsp/' },
      to: { path: 'node_modules/vscode-languageserver' },
    },
    {
      name: 'vscode-only-in-client',
      severity: 'error',
      from: { path: '^(server|rules)/' },
      to: { path: '^vscode$|node_modules/vscode-languageclient' },
    },
    {
      name: 'node-only-at-the-edge',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: '^server/(host/node(-registry|-revisions)?\\.ts|cli/|probe/access/|lsp/main\\.node\\.ts)',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-stands-alone',
      comment: 'the client knows the server as a program; only the protocol types of custom requests are shared',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^(server|rules)/', pathNot: '^server/(lsp/protocol|probe/report)\\.ts$' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(rules|server|client)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
