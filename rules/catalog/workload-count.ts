// A Beat runs as a DaemonSet or a Deployment, an Agent as one of these or a StatefulSet. ECK has no default: the author
// chooses exactly one.
import { insert, remove } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { type Entry, type Field, isFleetServer, type Kind, workloads } from '../model/index.ts';

const rejected = 'ECK rejects the manifest';

const choices: Partial<Record<Kind, readonly string[]>> = {
  Agent: workloads,
  Beat: workloads.filter((name) => name !== 'statefulSet'),
};

export const workloadCount = defineRule({
  id: 'workload-count',
  topic: 'manifest',
  summary: 'An Agent or a Beat has no workload, or more than one.',
  severity: 'error',
  kinds: ['Agent', 'Beat'],
  fixable: 'always',
  admission: ['agent-many-workloads', 'agent-workload-count', 'beat-two-workloads', 'beat-workload-count'],
  scope: 'workspace',
  messages: {
    none: (kind, choice) => `This ${kind} has no workload and needs one of ${choice}: ${rejected}.`,
    empty: (field, choice) =>
      `${field} without a value counts as missing, and one of ${choice} is required: ${rejected}.`,
    second: (first, second) => `${first} and ${second} are both set, and only one is allowed: ${rejected}.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const spec = resource.root.get('spec');
    // what a patch or a template adds may be the workload
    if (!spec.map || workspace.standingOf(entry) !== 'whole') return;
    const names = choices[resource.kind] ?? [];
    const fields = names.map((name) => spec.get(name)).filter((field) => field.exists);
    const [first, ...others] = inOrder(fields.filter((field) => field.shape === 'map'));
    if (first) {
      for (const other of others)
        report(other, 'second', [String(first.name), String(other.name)], {
          onKey: true,
          related: () => [
            { entry, path: first.pathBelow(resource.root), message: `${String(first.name)} is set here.` },
          ],
          fixes: () => removals(first, other),
        });
      return;
    }
    const choice = names.join(', ').replace(/, (\w+)$/, ' and $1');
    const [empty] = fields.filter((field) => field.shape === 'null');
    if (fields.length === 0)
      report(spec.get('deployment'), 'none', [resource.kind, choice], { fixes: () => additions(entry, spec) });
    else if (empty && fields.every((field) => field.shape === 'null'))
      report(empty, 'empty', [String(empty.name), choice], {
        onKey: true,
        fixes: () => [fix(`Set ${String(empty.name)} to {}`, insert(empty, {}), fields.length === 1)],
      });
  },
});

/** As they stand in the document. */
const inOrder = (fields: readonly Field[]): Field[] => fields.toSorted((a, b) => a.keySpan.start - b.keySpan.start);

/** An empty one beside one with settings was not meant. */
function removals(first: Field, second: Field): (Fix | undefined)[] {
  const isEmpty = (field: Field): boolean => field.entries().length === 0;
  const order = isEmpty(first) && !isEmpty(second) ? [first, second] : [second, first];
  return order.map((field, i) =>
    fix(`Remove ${String(field.name)}`, remove(field), i === 0 && isEmpty(field) && !isEmpty(order[1] as Field)),
  );
}

/** A Fleet Server and a Beat that asks others are one; whatever reads the files of a node is on every node. */
function additions({ resource }: Entry, spec: Field): (Fix | undefined)[] {
  const single =
    resource.kind === 'Agent'
      ? isFleetServer(resource) === true
      : ['heartbeat', 'metricbeat'].includes(spec.get('type').text ?? '');
  const names = single ? ['deployment', 'daemonSet'] : ['daemonSet', 'deployment'];
  return names.map((name) => fix(`Add ${name}`, insert(spec.get(name), {}), false));
}
