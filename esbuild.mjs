// Builds dist/: the extension's client, the language server and the command line, each CommonJS for plain Node,
// with the licences of the packages that went into them.

import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { thirdPartyNotices } from './scripts/notices.mjs';

/** Name in dist/ and entry. What one of them imports dynamically stays a file of its own, loaded on first use, if it stands here. */
const programs = {
  'client.js': 'client/extension.ts',
  'language-client.js': 'client/language-client.ts',
  'prober.js': 'client/probe/index.ts',
  'server.js': 'server/lsp/main.node.ts',
  'cli.js': 'server/cli/main.ts',
  'cluster-access.js': 'server/probe/access/index.ts',
};

/** CommonJS has no import.meta; sources may still ask for their own address. */
const ownUrl = "const __ownUrl = require('node:url').pathToFileURL(__filename).href;";

/** @type {import('esbuild').Plugin} */
const loadedLater = {
  name: 'loaded-later',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = Object.entries(programs).find(([, entry]) => resolve(entry) === resolve(resolveDir, path))?.[0];
      return name && { path: `./${name}`, external: true };
    });
  },
};

/**
 * Of the Kubernetes client, only the reading of logins is used. The generated API (1.2 MB) and undici (0.7 MB, needs a
 * newer Node) stay out; what calls them all the same fails.
 * @type {import('esbuild').Plugin}
 */
const slimKubernetesClient = {
  name: 'slim-kubernetes-client',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$|^\.\/gen\/index\.js$/ }, ({ importer, path }) =>
      /[\\/]@kubernetes[\\/]client-node[\\/]/.test(importer) ? { path, namespace: 'left-out' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      loader: 'js',
      contents: (path === 'undici' ? ['Agent', 'ProxyAgent', 'fetch'] : ['createConfiguration', 'ServerConfiguration'])
        .map((name) => `export function ${name}() { throw new Error('${name} is not bundled'); }`)
        .join('\n'),
    }));
  },
};

/** @param {string} name @param {string} entry */
const bundle = (name, entry) =>
  build({
    entryPoints: [entry],
    outfile: `dist/${name}`,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    charset: 'utf8',
    external: ['vscode'],
    plugins: [loadedLater, slimKubernetesClient],
    supported: { 'dynamic-import': false }, // require() loads faster, and does the same
    // the same code, but its build for Node looks into the environment at every token, which doubles the time of reading
    alias: { yaml: resolve('node_modules/yaml/browser/index.js') },
    mainFields: ['module', 'main'], // of ES modules, unused code falls away
    legalComments: 'none', // THIRD-PARTY-NOTICES.txt has the licences whole
    define: { 'import.meta.url': '__ownUrl' },
    banner: { js: name === 'cli.js' ? `#!/usr/bin/env node\n${ownUrl}` : ownUrl },
    metafile: true,
    logLevel: 'warning',
  });

mkdirSync('dist', { recursive: true });
const bundles = await Promise.all(Object.entries(programs).map(([name, entry]) => bundle(name, entry)));
chmodSync('dist/cli.js', 0o755);
const texts = {
  'package.json': '{ "type": "commonjs" }\n', // the package around it is made of ES modules
  'THIRD-PARTY-NOTICES.txt': thirdPartyNotices(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
};
for (const [name, text] of Object.entries(texts)) writeFileSync(`dist/${name}`, text);
for (const name of readdirSync('dist'))
  if (!(name in programs || name in texts)) rmSync(`dist/${name}`, { recursive: true });
