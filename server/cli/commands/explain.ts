// eck-lint explain: the page of a rule, laid out for a terminal.
import { rules as catalog, defaultLevel, nearest, type Rule, ruleUrl } from '../../../rules/index.ts';
import { CallError, type ExplainCall } from '../arguments.ts';
import { paintFor } from '../colours.ts';
import { layOut } from '../page.ts';
import { page } from '../shipped.ts';
import type { Status, World } from '../world.ts';

/** Runs the command. */
export function explain(call: ExplainCall, world: World): Status {
  const rules = world.rules ?? catalog;
  const rule = rules.find(({ id }) => id === call.rule) ?? rules.find(({ aliases }) => aliases?.includes(call.rule));
  if (!rule) {
    const near = nearest(
      call.rule,
      rules.map(({ id }) => id),
    );
    throw new CallError(
      `There is no rule ${call.rule}. ${near ? `Did you mean ${near}?` : 'eck-lint rules lists them.'}`,
    );
  }
  const paint = paintFor(world.isTerminal, world.environment);
  world.out(`${layOut(page(rule.id) ?? shortPage(rule), paint)}\n${paint('dim', ruleUrl(rule.id))}\n`);
  return 0;
}

/** What the rule itself knows, for where its page is missing. */
const shortPage = (rule: Rule): string => `# ${rule.id}\n\n${rule.summary}\n\nSeverity: ${defaultLevel(rule)}\n`;
