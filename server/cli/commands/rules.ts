// eck-lint rules: lists what is looked for.
import { rules as catalog, defaultLevel, type Rule, ruleUrl, type Topic } from '../../../rules/index.ts';
import { byCodeUnit } from '../../host/paths.ts';
import type { RulesCall } from '../arguments.ts';
import { paintFor } from '../colours.ts';
import type { Status, World } from '../world.ts';

const topics: Readonly<Record<Topic, string>> = {
  fleet: 'Fleet',
  security: 'Security',
  pods: 'Pods',
  references: 'References',
  versions: 'Versions',
  manifest: 'Manifest',
};

/** Runs the command. */
export function rules(call: RulesCall, world: World): Status {
  const all = [...(world.rules ?? catalog)].sort((a, b) => byCodeUnit(a.id, b.id));
  world.out(call.format === 'json' ? json(all) : text(all, world));
  return 0;
}

function json(all: readonly Rule[]): string {
  const list = all.map((rule) => ({
    id: rule.id,
    topic: rule.topic,
    summary: rule.summary,
    severity: defaultLevel(rule),
    fixable: rule.fixable,
    ...(rule.aliases && { aliases: rule.aliases }),
    url: ruleUrl(rule.id),
  }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

function text(all: readonly Rule[], world: World): string {
  const paint = paintFor(world.isTerminal, world.environment);
  const width = Math.max(...all.map(({ id }) => id.length));
  const parts = Object.entries(topics).flatMap(([topic, title]) => {
    const own = all.filter((rule) => rule.topic === topic);
    if (own.length === 0) return [];
    const lines = own.map((rule) => {
      const fixable = rule.fixable === 'never' ? '' : 'fix';
      return `  ${rule.id.padEnd(width)}  ${defaultLevel(rule).padEnd(7)}  ${fixable.padEnd(3)}  ${rule.summary}\n`;
    });
    return [`${paint('bold', title)}\n${lines.join('')}`];
  });
  return `${parts.join('\n')}\n${'eck-lint explain RULE tells more; fix: some or all findings of the rule can be fixed.'}\n`;
}
