// The extension and the command line as they are built and packaged.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';

/** The packaged extension. */
export const vsix = join(root, 'eck-lint.vsix');

/** Builds and packages. */
export function packageExtension(): void {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'package'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm run package:\n${stdout}${stderr}`);
}

/** What `eck-lint check --format json` says of a path in a workspace. */
export function check(workspace: string, path: string): string {
  const args = [join(root, 'dist', 'cli.js'), 'check', '--format', 'json', path];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: workspace,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0 && status !== 1) throw new Error(`eck-lint check: ${status}\n${stderr}`); // 1: there are findings
  return stdout;
}
