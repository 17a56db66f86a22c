// ECK switches the token of the ServiceAccount off in every pod template that does not ask for it.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { bindingsNaming, compatible, type Entry, podTemplates, type Workspace } from '../model/index.ts';

export const serviceAccountTokenUnmounted = defineRule({
  id: 'service-account-token-unmounted',
  topic: 'references',
  summary: 'Pods run as a ServiceAccount with rights, but without its token.',
  severity: 'warning',
  kinds: ['Agent', 'Beat', 'Logstash'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    unset: (account) =>
      `ECK mounts no token unless automountServiceAccountToken is true, so the rights of ${account} have no effect: the kubernetes provider and leader election fail.`,
    off: (account) =>
      `Without its token the rights of ${account} have no effect: the kubernetes provider and leader election fail.`,
  },
  check(entry, report, workspace) {
    for (const template of podTemplates(entry.resource)) {
      const pod = template.get('spec');
      const account = pod.get('serviceAccountName');
      const switched = pod.get('automountServiceAccountToken');
      if (!account.text || switched.value === true || switched.shape === 'template') continue;
      // the author mounts a token by hand
      if (
        pod
          .get('volumes')
          .items()
          .some((volume) => volume.get('projected').exists || !volume.map)
      )
        continue;
      const bindings = bindingsOf(account.text, entry, workspace);
      if (bindings.length === 0) continue;
      const details = {
        related: () =>
          bindings.map((binding) => ({
            entry: binding,
            path: ['metadata', 'name'],
            message: `${binding.resource.called} gives it rights.`,
          })),
        fixes: () => [
          switched.value === false
            ? fix('Mount the token', replaceValue(switched, true), false)
            : fix('Mount the token', insert(switched, true, 'serviceAccountName')),
        ],
      };
      if (switched.value === false) report(switched, 'off', [account.text], details);
      // a patch has the switch elsewhere
      else if (workspace.standingOf(entry) === 'whole') report(account, 'unset', [account.text], details);
    }
  },
});

/** The bindings of the deployment that give rights on the Kubernetes API; rights to run as root need no token. */
const bindingsOf = (account: string, entry: Entry, workspace: Workspace): Entry[] =>
  bindingsNaming(account, workspace).filter(
    (binding) =>
      !/scc|psp|privileged|anyuid|nonroot/i.test(binding.facts.binding?.role ?? 'scc') &&
      workspace.together(entry, binding) &&
      binding.facts.binding?.subjects.some(
        (subject) => subject.name === account && compatible(subject.namespace, workspace.namespaceOf(entry)),
      ),
  );
