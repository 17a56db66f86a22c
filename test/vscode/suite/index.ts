// The suite's entry in the extension host, the same in desktop VS Code and in the headless host.
import { writeFileSync } from 'node:fs';
import { commands } from './commands.ts';
import { findings } from './findings.ts';
import { readGiven } from './given.ts';
import { settings } from './settings.ts';

/** Called by VS Code; fails when a test failed. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 20_000 });
  mocha.suite.emit('pre-require', globalThis, null, mocha); // makes suite() and test() known
  const given = readGiven();
  commands();
  settings(given);
  findings(given); // last, since it changes the files
  let passed = 0;
  const failed = await new Promise<number>((done) => {
    mocha.run(done).on('pass', () => passed++);
  });
  writeFileSync(given.results, JSON.stringify({ passed, failed }));
  if (failed > 0) throw new Error(`${failed} failed`);
}
