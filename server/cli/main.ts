// The entry of the command line. Sets the exit status and lets the process end by itself, so that no output is lost.
import { run } from './run.ts';
import { processWorld } from './world.ts';

// a reader that has seen enough, as in `eck-lint check | head`, is no failure
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = 2;
  });
}

async function main(): Promise<void> {
  try {
    const status = await run(process.argv.slice(2), processWorld());
    process.exitCode ??= status;
  } catch (error) {
    // never 1: that would say that the manifests are at fault
    process.exitCode = 2;
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`eck-lint: this is a defect of eck-lint, please report it\n${what}\n`);
  }
}

void main();
