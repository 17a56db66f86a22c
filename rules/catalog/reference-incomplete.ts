// A reference is either to a resource that ECK manages, by name, or to a Secret that describes what ECK does not manage.
// ECK refuses one that is both, or that has the details of one without naming it.
import { insert, remove } from '../engine/edit.ts';
import { candidates } from '../engine/reference-fix.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  compatible,
  type EckKind,
  type Entry,
  eckKindNames,
  type Field,
  isAtLeast,
  isNewestApi,
  referenceFields,
  references,
  type Workspace,
} from '../model/index.ts';

const rejected = 'ECK rejects the manifest';

export const referenceIncomplete = defineRule({
  id: 'reference-incomplete',
  topic: 'references',
  summary: 'A reference has fields that cannot be combined, or fields without the name they belong to.',
  severity: 'error',
  kinds: eckKindNames.filter((kind) => kind !== 'ElasticsearchAutoscaler' && referenceFields[kind]),
  admission: [
    'es-monitoring-metrics-ref',
    'es-monitoring-logs-ref',
    'kb-monitoring-metrics-ref',
    'kb-monitoring-logs-ref',
    'kb-es-ref',
    'kb-ent-ref',
    'kb-epr-ref',
    'apm-es-ref',
    'apm-kibana-ref',
    'beat-es-ref',
    'beat-kibana-ref',
    'beat-monitoring-metrics-ref',
    'beat-monitoring-logs-ref',
    'agent-es-ref',
    'agent-kibana-ref',
    'agent-fleetserver-ref',
    'ent-es-ref',
    'ems-es-ref',
    'ls-es-ref',
    'ls-monitoring-metrics-ref',
    'ls-monitoring-logs-ref',
  ],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    both: () =>
      `name and secretName are both set, but the resource is either managed by ECK (name) or not (secretName): ${rejected}.`,
    withSecret: (field) =>
      `${field} cannot be combined with secretName, a Secret in the namespace of this resource: ${rejected}.`,
    withoutName: (fields) => `name is missing beside ${fields}: ${rejected}.`,
    certificate: () => `clientCertificateSecretName can be combined only with name: ${rejected}.`,
  },
  check(entry, report, workspace, operator) {
    const { resource } = entry;
    // older API versions are not checked, and what is patched may end up otherwise
    if (!isNewestApi(resource) || workspace.standingOf(entry) === 'partial') return;
    const checksCertificates = isAtLeast(operator, resource.kind === 'Kibana' ? '3.4.0' : '3.5.0');
    for (const { field: reference, target } of references(resource)) {
      // remote clusters are not checked, and a template may choose between the two forms
      if (reference.path.includes('remoteClusters') || !reference.complete) continue;
      const get = (name: string): Field => reference.get(name);
      const hasSecret = Boolean(get('secretName').text) && target !== 'PackageRegistry';
      const details = ['serviceName', 'namespace'].map(get).filter((field) => field.text);
      if (hasSecret && get('name').text) {
        report(get('secretName'), 'both', [], {
          onKey: true,
          fixes: () => [
            fix('Remove secretName', remove(get('secretName')), false),
            // what a Secret describes is of no use to an Agent in fleet mode
            entry.facts.fleetMode ? undefined : fix('Remove name', remove(get('name')), false),
          ],
        });
        continue;
      }
      const own = workspace.namespaceOf(entry);
      if (hasSecret && details.length > 0) {
        for (const field of details)
          report(field, 'withSecret', [String(field.name)], {
            onKey: true,
            fixes: () => [
              fix(`Remove ${String(field.name)}`, remove(field), field.name === 'namespace' && field.text === own),
            ],
          });
        continue;
      }
      // a patch has its name elsewhere
      if (!isAbsent(get('name')) || workspace.standingOf(entry) !== 'whole') continue;
      const certificate = get('clientCertificateSecretName');
      // a PackageRegistry is never described by a Secret
      const unnamed = isAbsent(get('secretName')) || target === 'PackageRegistry' ? details : [];
      const [first] = unnamed;
      if (first)
        report(first, 'withoutName', [unnamed.map((field) => field.name).join(' and ')], {
          onKey: true,
          fixes: () => [
            ...nameFixes(entry, reference, target, workspace),
            // where the reference is needed its absence is the next fault
            entry.facts.fleetMode ? undefined : withoutReference(reference),
          ],
        });
      const checked = target === 'Elasticsearch' ? isChecked(reference, entry) : target === 'Agent';
      if (unnamed.length === 0 && checked && checksCertificates && certificate.text)
        report(certificate, 'certificate', [], {
          onKey: true,
          fixes: () =>
            hasSecret
              ? [fix('Remove clientCertificateSecretName', remove(certificate), false)]
              : nameFixes(entry, reference, target, workspace),
        });
    }
  },
});

const isAbsent = (field: Field): boolean => !field.exists || field.shape === 'null' || field.value === '';

/** ECK leaves client certificates unchecked in the outputs of an Agent, and monitoring has none. */
const isChecked = (reference: Field, entry: Entry): boolean =>
  entry.resource.kind !== 'Agent' && !reference.path.includes('monitoring');

/** One fix for each resource that can be meant. */
function nameFixes(entry: Entry, reference: Field, target: EckKind, workspace: Workspace): (Fix | undefined)[] {
  const namespace = reference.get('namespace').text ?? workspace.namespaceOf(entry);
  const targets = candidates(entry, workspace.all(target), workspace)
    .filter((other) => compatible(workspace.namespaceOf(other), namespace))
    .filter((other) => target !== 'Agent' || other.facts.fleetServer);
  return targets.map((other) => {
    const name = workspace.finalName(other) ?? other.resource.name ?? '';
    const sure = targets.length === 1 && workspace.namespaceOf(other) === namespace;
    return fix(`Add name: ${name}`, insert(reference.get('name'), name), sure);
  });
}

/** ECK takes a reference without a name for none, so this changes nothing but the verdict. */
const withoutReference = (reference: Field): Fix | undefined =>
  typeof reference.name === 'string' && reference.entries().length === 1
    ? fix(`Remove ${reference.name}`, remove(reference), false)
    : undefined;
