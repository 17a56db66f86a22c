// References between ECK resources that lead nowhere in this workspace. What is not in the workspace may well be in the
// cluster, so this speaks up only where something else shows what was meant.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { type Entry, eckKindNames, type Field, type Reference, type Workspace } from '../model/index.ts';

export const danglingReference = defineRule({
  id: 'dangling-reference',
  topic: 'references',
  summary: 'A reference names an ECK resource that is not in this workspace, or is in another namespace.',
  severity: {
    misspelt: 'warning',
    onlyOther: 'warning',
    elsewhere: 'warning',
    maybeMisspelt: 'info',
    maybeElsewhere: 'info',
    absent: 'hint',
  },
  kinds: eckKindNames.filter((kind) => !['AutoOpsAgentPolicy', 'PackageRegistry', 'StackConfigPolicy'].includes(kind)),
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    misspelt: (kind, name, near, outcome) =>
      `No ${kind} is called ${name} in this workspace, but ${near} exists. Unless ${name} exists in the cluster, ${outcome}.`,
    onlyOther: (kind, name, other, outcome) =>
      `No ${kind} is called ${name} in this workspace; the only one in that namespace is ${other}. Unless ${name} exists in the cluster, ${outcome}.`,
    elsewhere: (kind, name, namespace, looked, outcome) =>
      `The ${kind} ${name} is in namespace ${namespace}, but this reference looks in namespace ${looked}: ${outcome}.`,
    maybeMisspelt: (kind, name, near) => `No ${kind} is called ${name} in this workspace. Did you mean ${near}?`,
    maybeElsewhere: (kind, name, namespace, looked) =>
      `This reference looks for the ${kind} ${name} in namespace ${looked}; in this workspace it is in ${namespace}.`,
    absent: (kind, name) => `No ${kind} called ${name} is in this workspace.`,
  },
  check(entry, report, workspace) {
    for (const reference of entry.facts.references) {
      const found = workspace.resolve(entry, reference);
      if (found.state === 'found' || found.state === 'unknown') continue;
      const { target, name = '' } = reference;
      const at = entry.resource.root.at(reference.path);
      const nameField = at.get('name');
      if (found.state === 'absent') {
        const other = onlyOther(entry, reference, workspace);
        const called = other?.resource.name;
        if (other && called !== undefined) {
          const kind = target === 'Agent' ? 'Fleet Server' : target;
          report(nameField, 'onlyOther', [kind, name, called, outcomeOf(entry, reference)], {
            related: () => [{ entry: other, path: ['metadata', 'name'], message: `${other.resource.called} is here.` }],
            fixes: () => [fix(`Refer to ${called}`, replaceValue(nameField, called), false)],
          });
          continue;
        }
        // with nothing of that kind around, the workspace just does not hold it
        if (workspace.all(target).some((other) => other !== entry && workspace.together(entry, other)))
          report(nameField, 'absent', [target, name]);
        continue;
      }
      const sure = found.entries.length === 1 && found.entries.every((other) => workspace.together(entry, other));
      const related = () =>
        found.entries.map((other) => ({
          entry: other,
          path: ['metadata', 'name'],
          message: `${other.resource.called} is here.`,
        }));
      if (found.state === 'near') {
        const near = found.entries[0]?.resource.name ?? '';
        const details = { related, fixes: () => [fix(`Refer to ${near}`, replaceValue(nameField, near), sure)] };
        if (sure) report(nameField, 'misspelt', [target, name, near, outcomeOf(entry, reference)], details);
        else report(nameField, 'maybeMisspelt', [target, name, near], details);
        continue;
      }
      const namespaces = [...new Set(found.entries.flatMap((other) => workspace.namespaceOf(other) ?? []))];
      const namespace = namespaces.join(', ');
      const looked = reference.namespace || workspace.namespaceOf(entry) || '';
      const written = at.get('namespace');
      const place = written.text ? written : nameField;
      // an autoscaler has no way to name another namespace
      const details = {
        related,
        fixes: () => (entry.resource.kind === autoscaler ? [] : namespaces.map((n) => useNamespace(written, n, sure))),
      };
      if (sure) report(place, 'elsewhere', [target, name, namespace, looked, outcomeOf(entry, reference)], details);
      else report(place, 'maybeElsewhere', [target, name, namespace, looked], details);
    }
  },
});

/**
 * The one resource a link of the Fleet chain can lead to: its own stack, in its namespace. What collects or monitors may
 * as well send its data to a cluster of somebody else.
 */
function onlyOther(entry: Entry, { target, namespace, path }: Reference, workspace: Workspace): Entry | undefined {
  const isLink = entry.resource.kind === 'Kibana' ? path.includes('elasticsearchRef') : entry.facts.fleetMode === true;
  const looked = namespace || workspace.namespaceOf(entry);
  if (!isLink || path.includes('monitoring') || workspace.standingOf(entry) !== 'whole') return undefined;
  const there = workspace
    .inNamespace(target, looked)
    .filter((other) => other !== entry && other.facts.hasSpecVersion)
    // an agent is no Fleet Server because it is the only one
    .filter(({ facts, resource }) => resource.kind !== 'Agent' || facts.fleetServer);
  const [other] = there;
  return there.length === 1 && other && workspace.together(entry, other) ? other : undefined;
}

const autoscaler = 'ElasticsearchAutoscaler';

/** What happens while a reference leads nowhere. */
function outcomeOf(entry: Entry, reference: Reference): string {
  if (entry.resource.kind === autoscaler) return 'nothing is scaled';
  return reference.path.includes('remoteClusters') ? 'no connection is set up' : 'the association stays Pending';
}

const useNamespace = (field: Field, namespace: string, safe: boolean): Fix | undefined =>
  fix(
    `Look in namespace ${namespace}`,
    field.text ? replaceValue(field, namespace) : insert(field, namespace, 'name'),
    safe,
  );
