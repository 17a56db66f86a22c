// ECK does not let a version of the Elastic Stack go down. Needs to be told what the manifest was before.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compareVersions, isAtLeast, isNewestApi, isServed, type Operator, type Resource } from '../model/index.ts';

const annotation = 'eck.k8s.elastic.co/disable-downgrade-validation';

export const versionDowngrade = defineRule({
  id: 'version-downgrade',
  topic: 'versions',
  summary: 'The version of the Elastic Stack is lower than it was.',
  severity: 'error',
  // an ElasticMapsServer may go back
  kinds: ['Agent', 'ApmServer', 'Beat', 'Elasticsearch', 'EnterpriseSearch', 'Kibana', 'Logstash'],
  admission: ['agent', 'apm', 'beat', 'ent', 'es', 'kb', 'ls'].map((kind) => `${kind}-downgrade`),
  fixable: 'always',
  scope: 'workspace',
  messages: {
    found: (kind, before, now) =>
      `This ${kind} goes from ${before} back to ${now}: ECK rejects the update, because ${now} may not be able to read its data.`,
  },
  check(entry, report, workspace, operator) {
    const { resource } = entry;
    const previous = workspace.previousOf(entry);
    if (!previous || !isServed(resource) || workspace.standingOf(entry) === 'partial') return;
    const field = resource.root.at(['spec', 'version']);
    const [now, before] = [field.text, previous.root.at(['spec', 'version']).text];
    if (now === undefined || before === undefined || (compareVersions(now, before) ?? 0) >= 0) return;
    if (allowsDowngrade(resource, operator)) return;
    report(field, 'found', [resource.kind, before, now], {
      fixes: () => [fix(`Use ${before}`, replaceValue(field, before), false)],
    });
  },
});

/** Whether the author waives the check; whatever is not literal may. */
function allowsDowngrade(resource: Resource, operator: Operator): boolean {
  const annotations = resource.root.at(['metadata', 'annotations']);
  const field = annotations.get(annotation);
  if (field.shape === 'template' || annotations.shape === 'template') return true;
  const since = resource.kind === 'Elasticsearch' ? '2.0.0' : '2.3.0';
  return field.text === 'true' && isNewestApi(resource) && isAtLeast(operator, since);
}
