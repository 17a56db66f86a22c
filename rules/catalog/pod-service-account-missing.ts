// Pods that name a ServiceAccount which does not exist are not made. What is not in the workspace may be in the cluster,
// so this speaks up only where something else shows what was meant.
import { replaceValue } from '../engine/edit.ts';
import { candidates } from '../engine/reference-fix.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compatible, eckKindNames, nearest, podTemplates } from '../model/index.ts';

export const podServiceAccountMissing = defineRule({
  id: 'pod-service-account-missing',
  topic: 'references',
  summary: 'A pod template names a ServiceAccount that is not in this workspace, or is in another namespace.',
  severity: { misspelt: 'warning', elsewhere: 'warning', absent: 'hint' },
  kinds: eckKindNames.filter((kind) => !['ElasticsearchAutoscaler', 'StackConfigPolicy'].includes(kind)),
  fixable: 'sometimes',
  scope: 'workspace',
  aliases: ['non-existent-service-account'],
  messages: {
    misspelt: (name, near) =>
      `No ServiceAccount is called ${name} in this workspace, but ${near} exists. Unless ${name} exists in the cluster, no pods are created ("serviceaccount … not found").`,
    elsewhere: (name, namespace, own) =>
      `The ServiceAccount ${name} is in namespace ${namespace}, but these pods run in ${own}. Unless it exists there too, no pods are created ("serviceaccount … not found").`,
    absent: (name) => `No ServiceAccount called ${name} is in this workspace.`,
  },
  check(entry, report, workspace) {
    // a chart brings accounts of its own
    if (!entry.facts.podAccounts || entry.facts.block) return;
    const own = workspace.namespaceOf(entry);
    const all = workspace.all('ServiceAccount');
    if (all.length === 0) return;
    for (const template of podTemplates(entry.resource)) {
      const field = template.at(['spec', 'serviceAccountName']);
      const name = field.text;
      if (!name || name === 'default') continue;
      const named = workspace.withName('ServiceAccount', name);
      if (named.some((account) => compatible(workspace.namespaceOf(account), own))) continue;
      // one whose name a template fills in may be it
      if (all.some((account) => account.resource.name === undefined)) return;
      const near = candidates(entry, all, workspace);
      const others = named.filter((account) => near.includes(account));
      const related = (among: typeof near) => () =>
        among.map((account) => ({
          entry: account,
          path: ['metadata', 'name'],
          message: `${account.resource.called} is here.`,
        }));
      if (others.length > 0) {
        const namespaces = [...new Set(others.flatMap((account) => workspace.namespaceOf(account) ?? []))];
        report(field, 'elsewhere', [name, namespaces.join(', '), own ?? ''], { related: related(others) });
        continue;
      }
      const reachable = near.filter((account) => compatible(workspace.namespaceOf(account), own));
      const meant = nearest(
        name,
        reachable.flatMap((account) => account.resource.name ?? []),
      );
      if (meant !== undefined)
        report(field, 'misspelt', [name, meant], {
          related: related(reachable.filter((account) => account.resource.name === meant)),
          fixes: () => [fix(`Run as ${meant}`, replaceValue(field, meant), false)],
        });
      else if (reachable.length > 0) report(field, 'absent', [name]);
    }
  },
});
