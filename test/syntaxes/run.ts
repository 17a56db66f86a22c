// Tests the grammars: first what *.test.yaml expect in comments with carets, which vscode-tmgrammar-test checks, then what
// structure.check.ts does. With arguments, only these test files.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { yamlGrammar } from './yaml-grammar.ts';

const root = join(import.meta.dirname, '..', '..');
const tester = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/dist/unit.js');
const only = process.argv.slice(2);

// Only the YAML grammar is named: the tester reads in package.json which grammars of ours go into which.
const yaml = yamlGrammar().flatMap((file) => ['--grammar', file]);
const expected = run(tester, ...yaml, ...(only.length > 0 ? only : ['test/syntaxes/*.test.yaml']));
const unchanged = only.length > 0 || run('--test', 'test/syntaxes/structure.check.ts');
process.exitCode = expected && unchanged ? 0 : 1;

function run(...args: string[]): boolean {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}
