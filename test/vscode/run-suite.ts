// Runs the suite in an extension host: desktop VS Code's, or that of the headless host, by the same command line.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { type Counts, copyExamples, textsOf } from './examples.ts';
import { cache, results, root } from './host/paths.ts';
import { check } from './host/program.ts';
import { type Given, variable } from './suite/given.ts';

/** Runs it on a copy of the examples. */
export async function runSuite(): Promise<Counts> {
  const [workspace, data] = [copyExamples(), join(results, 'vscode')];
  const [suite, given, counts] = [
    join(cache, 'suite', 'index.cjs'),
    join(results, 'given.json'),
    join(results, 'suite.json'),
  ];
  mkdirSync(data, { recursive: true });
  const contents: Given = {
    broken: textsOf('broken'),
    fixed: textsOf('fixed'),
    findings: JSON.parse(check(workspace, 'broken')).findings,
    results: counts,
  };
  writeFileSync(given, JSON.stringify(contents));
  await bundle(suite);
  const wanted = process.env.VSCODE;
  try {
    await runTests({
      ...(wanted !== 'desktop' && { vscodeExecutablePath: wanted ?? join(import.meta.dirname, 'host', 'code.ts') }),
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      extensionTestsEnv: { [variable]: given },
      launchArgs: [
        workspace,
        '--disable-extensions',
        `--user-data-dir=${join(data, 'u')}`,
        `--extensions-dir=${join(data, 'x')}`,
      ],
    });
  } catch (error) {
    process.stderr.write(`${error}\n`);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
    rmSync(data, { recursive: true, force: true });
  }
  return read(counts);
}

/** One CommonJS file, which every extension host can load. */
async function bundle(outfile: string): Promise<void> {
  const entry = join(import.meta.dirname, 'suite', 'index.ts');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
  });
}

/** The suite writes its counts at its end; without them it did not get there. */
function read(counts: string): Counts {
  try {
    return JSON.parse(readFileSync(counts, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
}
