// Of two environment variables with one name the last one wins.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { containersOf, type Field, plain, podKinds } from '../model/index.ts';

export const duplicateEnv = defineRule({
  id: 'duplicate-env',
  topic: 'pods',
  summary: 'An environment variable of a container is set twice.',
  severity: { differs: 'warning', repeated: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'workspace',
  aliases: ['duplicate-env-var'],
  messages: {
    differs: (name) => `${name} is set again further down, and the last value wins: this one has no effect.`,
    repeated: (name) => `${name} is set again further down, to the same value.`,
  },
  check(entry, report) {
    const { resource } = entry;
    for (const container of containersOf(resource)) {
      const last = new Map<string, Field>();
      for (const variable of container.get('env').items().toReversed()) {
        const name = variable.get('name').text;
        if (name === undefined) continue;
        const winner = last.get(name);
        if (!winner) {
          last.set(name, variable);
          continue;
        }
        // the later one may be made of the earlier one
        if (uses(winner, name)) continue;
        const same = JSON.stringify(sorted(variable)) === JSON.stringify(sorted(winner));
        report(variable.get('name'), same ? 'repeated' : 'differs', [name], {
          related: () => [{ entry, path: winner.get('name').pathBelow(resource.root), message: 'This one wins.' }],
          fixes: () => [fix('Remove the one without effect', remove(variable), same)],
        });
      }
    }
  },
});

const uses = (variable: Field, name: string): boolean =>
  String(variable.get('value').scalar?.value ?? '').includes(`$(${name})`);

/** A variable's data whatever the order of its keys. */
const sorted = (variable: Field) => Object.entries(plain(variable) ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
