// From arguments to an exit status.
import { type Call, CallError, parse } from './arguments.ts';
import { check } from './commands/check.ts';
import { explain } from './commands/explain.ts';
import { probe } from './commands/probe.ts';
import { rules } from './commands/rules.ts';
import { harmless } from './excerpt.ts';
import { help } from './help.ts';
import { version } from './shipped.ts';
import type { Status, World } from './world.ts';

/** Runs the command line once. Throws only for defects of its own. */
export async function run(words: readonly string[], world: World): Promise<Status> {
  try {
    return await dispatch(parse(words), world);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    world.err(`eck-lint: ${harmless(error.message)}\n`);
    return 2;
  }
}

async function dispatch(call: Call, world: World): Promise<Status> {
  switch (call.command) {
    case 'check':
      return check(call, world);
    case 'explain':
      return explain(call, world);
    case 'rules':
      return rules(call, world);
    case 'probe':
      return probe(call, world);
    case 'help':
      world.out(help(call.about));
      return 0;
    case 'version':
      world.out(`${version()}\n`);
      return 0;
    case 'none':
      world.err(help());
      return 2;
  }
}
