// Where the test host's parts are. What it installs goes beside node_modules, not into it: `npm ci` empties that folder.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What is installed or unpacked once and kept. */
export const cache = join(root, '.vscode-test');

/** The VS Code server. */
export const host = join(cache, 'host');

/** Its program. */
export const serverMain = join(host, 'package', 'lib', 'vscode', 'out', 'server-main.js');

/** What tests leave to look at. */
export const results = join(root, 'test-results');
