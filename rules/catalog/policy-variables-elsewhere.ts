// Only a policy that lives beside the operator may read variables from other namespaces.
import { defineRule } from '../engine/rule.ts';
import { isAtLeast } from '../model/index.ts';

/** Where the operator lives unless somebody moved it. */
const operatorNamespace = 'elastic-system';

export const policyVariablesElsewhere = defineRule({
  id: 'policy-variables-elsewhere',
  topic: 'references',
  summary: 'A StackConfigPolicy takes variables from a namespace other than its own.',
  severity: { found: 'info', refused: 'error' },
  kinds: ['StackConfigPolicy'],
  admission: ['scp-variables-namespace'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (namespace, own) =>
      `Only a policy in the namespace of the operator may take variables from another namespace. If the operator does not run in namespace ${own}, ECK rejects the reference to ${namespace}.`,
    refused: (namespace, own, place) =>
      `The operator runs in namespace ${place}, so a policy in ${own} may take variables only from its own namespace, not from ${namespace}: ECK rejects the manifest.`,
  },
  check(entry, report, workspace, operator) {
    const own = workspace.namespaceOf(entry);
    if (own === undefined || !isAtLeast(operator, '3.5.0')) return;
    const operators = workspace.all('EckOperator').filter((other) => workspace.together(entry, other));
    const places = operators.map((other) => other.facts.operator?.namespace ?? workspace.namespaceOf(other));
    const [place] = places;
    const seen = place !== undefined && !places.includes(undefined);
    if (places.includes(own) || (!seen && own === operatorNamespace)) return;
    for (const source of entry.resource.root.at(['spec', 'variablesFrom']).items()) {
      const namespace = source.get('namespace');
      if (!namespace.text || namespace.text === own) continue;
      if (seen)
        report(namespace, 'refused', [namespace.text, own, place], {
          related: () =>
            operators.map((other) => ({ entry: other, path: ['metadata', 'name'], message: 'The operator is here.' })),
        });
      else report(namespace, 'found', [namespace.text, own]);
    }
  },
});
