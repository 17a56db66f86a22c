// ECK takes settings from the manifest or from a Secret, and refuses a resource that gives it both. Only an
// EnterpriseSearch, an ElasticMapsServer and a PackageRegistry may have both; their Secret wins.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type EckKind, type Entry, type Field, isAtLeast, type Operator, type Path } from '../model/index.ts';

interface Pair {
  readonly fields: readonly [Path, Path];
  /** the operator checks it from this release on */
  readonly since?: string;
  /** both are texts, and count unless empty */
  readonly texts?: true;
}

const configs: Pair = {
  fields: [
    ['spec', 'config'],
    ['spec', 'configRef'],
  ],
};

const pairs: Partial<Record<EckKind, readonly Pair[]>> = {
  Agent: [configs],
  AutoOpsAgentPolicy: [{ ...configs, since: '3.5.0' }],
  Beat: [configs],
  Logstash: [
    configs,
    {
      fields: [
        ['spec', 'pipelines'],
        ['spec', 'pipelinesRef'],
      ],
    },
    {
      fields: [
        ['spec', 'pipelinesRef', 'secretName'],
        ['spec', 'pipelinesRef', 'configMapName'],
      ],
      texts: true,
    },
  ],
};

export const configGivenTwice = defineRule({
  id: 'config-given-twice',
  topic: 'manifest',
  summary: 'Settings or pipelines are given in two fields, of which ECK accepts only one.',
  severity: 'error',
  kinds: ['Agent', 'AutoOpsAgentPolicy', 'Beat', 'Logstash'],
  fixable: 'always',
  admission: [
    'agent-two-configs',
    'aop-two-configs',
    'beat-two-configs',
    'ls-two-configs',
    'ls-two-pipelines',
    'ls-pipelinesref-both',
  ],
  scope: 'workspace',
  messages: {
    both: (first, second) =>
      `${first} and ${second} are both set, and ECK accepts only one of them: it rejects the manifest.`,
  },
  check(entry, report, workspace, operator) {
    // what a patch or a template adds may be what takes one of them away
    if (workspace.standingOf(entry) !== 'whole') return;
    for (const [first, second] of givenTwice(entry, operator))
      report(second, 'both', [String(first.name), String(second.name)], {
        onKey: true,
        related: () => [
          { entry, path: first.pathBelow(entry.resource.root), message: `${String(first.name)} is given here.` },
        ],
        fixes: () =>
          // an empty one was not meant to be the one that counts
          (isEmpty(first) && !isEmpty(second) ? [first, second] : [second, first]).map((field, i) =>
            fix(`Remove ${String(field.name)}`, remove(field), i === 0 && isEmpty(field)),
          ),
      });
  },
});

function givenTwice({ resource }: Entry, operator: Operator): (readonly [Field, Field])[] {
  return (pairs[resource.kind as EckKind] ?? [])
    .filter(({ since }) => since === undefined || isAtLeast(operator, since))
    .map(({ fields: [first, second], texts }) => ({
      both: [resource.root.at(first), resource.root.at(second)] as const,
      // to ECK an empty map or list is given, an empty text is not
      isGiven: texts ? (field: Field) => Boolean(field.text) : (field: Field) => ['map', 'list'].includes(field.shape),
    }))
    .filter(({ both, isGiven }) => both.every(isGiven))
    .map(({ both }) => both);
}

/** `{}`, `[]`, or a reference that names nothing. */
const isEmpty = (field: Field): boolean =>
  field.list
    ? field.list.items.length === 0
    : field.map !== undefined && field.entries().every((inner) => inner.shape === 'null' || inner.value === '');
