// The policy an Agent asks for, against those its Kibana is told to make. Policies made in Kibana are seen by nobody
// here, so only a near name or another space is worth a warning.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import {
  compareVersions,
  type Entry,
  type Field,
  type Item,
  isOpen,
  isPlaceholderWord,
  kibanaConfig,
  nearest,
  policiesById,
  policiesSeen,
  targetIn,
  textBelow,
} from '../model/index.ts';

export const fleetPolicyUnknown = defineRule({
  id: 'fleet-policy-unknown',
  topic: 'fleet',
  summary: 'The policyID of an Agent is not among the policies that its Kibana defines.',
  severity: { misspelt: 'warning', unknown: 'info', otherSpace: 'warning' },
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    misspelt: (id, kibana, near) =>
      `The Kibana ${kibana} defines no policy ${id}, but one with the id ${near}. Without a policy ${id} the operator gets status 404 ("Agent policy … not found") and creates no pods.`,
    unknown: (id, kibana) =>
      `The Kibana ${kibana} defines policies, but none with the id ${id}. Unless it was created in Kibana, the operator gets status 404 ("Agent policy … not found") and creates no pods.`,
    otherSpace: (id, there, here) =>
      `The policy ${id} is defined in ${there}, but this Agent looks for it in ${here}: the operator gets status 404 ("Agent policy … not found") and creates no pods.`,
  },
  check(entry, report, workspace) {
    if (!entry.facts.fleetMode) return;
    const spec = entry.resource.root.get('spec');
    const field = spec.get('policyID');
    const id = field.text;
    const kibana = targetIn(entry, 'kibanaRef', workspace);
    if (!id || isPlaceholderWord(id) || !kibana || !workspace.together(entry, kibana)) return;
    const config = kibanaConfig(kibana, workspace);
    const policies = policiesById(config);
    const name = kibana.resource.called;
    const own = policies.filter((policy) => policy.id === id).map(({ policy }) => policy);
    if (own[0]) {
      const [policy, second] = own;
      const space = spaceOf(spec, kibana);
      const there = second || isOpen(policy) ? undefined : spaceOfPolicy(policy);
      if (space === undefined || there === undefined || space === there) return;
      const written = spec.get('spaceID');
      return report(written.text ? written : field, 'otherSpace', [id, inWords(there), inWords(space)], {
        related: () => [placeOf(policy, id)],
        fixes: () => [useSpace(written, there)],
      });
    }
    if (policies.length === 0 || !policiesSeen(config) || workspace.standingOf(kibana) !== 'whole') return;
    const ids = policies.map((policy) => policy.id);
    const near = nearest(id, ids);
    if (near === undefined) return report(field, 'unknown', [id, name]);
    const meant = policies.find((policy) => policy.id === near)?.policy;
    report(field, 'misspelt', [id, name, near], {
      related: () => (meant ? [placeOf(meant, near)] : []),
      fixes: () => [fix(`Set policyID: ${near}`, replaceValue(field, near), false)],
    });
  },
});

const placeOf = ({ entry, path }: Item, id: string): Related => ({
  entry,
  path,
  message: `The policy ${id} is defined here.`,
});

const inWords = (space: string): string => (space === 'default' ? 'the default space' : `the space ${space}`);

/** The space the operator asks in; undefined when it is not literal, or the versions have no say in it. */
function spaceOf(spec: Field, kibana: Entry): string | undefined {
  const field = spec.get('spaceID');
  // an older Kibana knows no spaces in Fleet, and ECK then leaves the space out
  if ((compareVersions(kibana.facts.version ?? '', '9.1.0') ?? -1) < 0) return undefined;
  return field.exists && field.shape !== 'null' ? (field.value === '' ? 'default' : field.text) : 'default';
}

function spaceOfPolicy(policy: Item): string | undefined {
  const text = textBelow(policy, 'space_id');
  if (text !== undefined) return text;
  return typeof policy.data === 'object' && policy.data !== null && !('space_id' in policy.data)
    ? 'default'
    : undefined;
}

function useSpace(field: Field, space: string): Fix | undefined {
  return fix(
    `Set spaceID: ${space}`,
    field.text ? replaceValue(field, space) : insert(field, space, 'policyID'),
    false,
  );
}
