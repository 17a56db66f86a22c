// Runs all tests in a real VS Code: the suite in the extension host, then the window tests with the packaged extension installed.
// VSCODE unset: in the headless host; VSCODE=/path/to/code: the suite in that desktop VS Code; VSCODE=desktop: in one that is downloaded.
import { mkdirSync, rmSync } from 'node:fs';
import { installHost } from './host/install.ts';
import { results } from './host/paths.ts';
import { packageExtension } from './host/program.ts';
import { runSuite } from './run-suite.ts';
import { runWindows } from './run-windows.ts';

installHost();
rmSync(results, { recursive: true, force: true });
mkdirSync(results);
packageExtension();
const suite = await runSuite();
const windows = await runWindows();
process.stdout.write(`${suite.passed + windows.passed} passed, ${suite.failed + windows.failed} failed\n`);
process.exitCode = suite.failed + windows.failed === 0 ? 0 : 1;
