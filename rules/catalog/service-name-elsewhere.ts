// serviceName in a reference: ECK then calls that Service in place of the one it makes, with the user and the CA that
// belong to the resource the reference names.
import { remove } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import {
  compatible,
  type Entry,
  eckKindNames,
  type Reference,
  referenceFields,
  selectionOf,
  servedBy,
  serviceNameOf,
  type Workspace,
} from '../model/index.ts';

export const serviceNameElsewhere = defineRule({
  id: 'service-name-elsewhere',
  topic: 'references',
  summary: 'The serviceName of a reference leads to other pods than those of the referenced resource.',
  severity: { other: 'error', generated: 'error', none: 'warning' },
  kinds: eckKindNames.filter((kind) => kind !== 'ElasticsearchAutoscaler' && referenceFields[kind]),
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    other: (service, selected, meant, symptom) =>
      `The Service ${service} selects the pods of ${selected}, not those of ${meant} from this reference. ${symptom}.`,
    generated: (service, selected, meant, symptom) =>
      `${service} is the Service of ${selected}, not of ${meant} from this reference. ${symptom}.`,
    none: (service, label, meant) =>
      `The Service ${service} selects pods with ${label}, a label that the pods of ${meant} do not have: requests reach no pod ("connection refused").`,
  },
  check(entry, report, workspace) {
    for (const reference of entry.facts.references) {
      const { service, path } = reference;
      // remote clusters are called at their transport Service all the same
      if (service === undefined || path.includes('remoteClusters')) continue;
      const target = workspace.target(entry, reference);
      if (!target || !workspace.together(entry, target)) continue;
      const lead = leadOf(service, target, workspace);
      if (!lead) continue;
      const field = entry.resource.root.at([...path, 'serviceName']);
      const related = (): Related[] => [
        { entry: lead.at, path: lead.path, message: lead.note },
        { entry: target, path: ['metadata', 'name'], message: `The ${print(target)} is here.` },
      ];
      const fixes = () => [fix('Remove serviceName', remove(field), false)];
      const meant = `the ${print(target)}`;
      if (lead.label !== undefined) report(field, 'none', [service, lead.label, meant], { related, fixes });
      else
        report(field, lead.generated ? 'generated' : 'other', [service, lead.selected, meant, symptomOf(reference)], {
          related,
          fixes,
        });
    }
  },
});

interface StrayLead {
  readonly at: Entry;
  readonly path: readonly string[];
  readonly note: string;
  readonly selected: string;
  readonly generated?: boolean;
  readonly label?: string;
}

/** Where a Service leads instead of to the target; undefined when it may well lead there. */
function leadOf(service: string, target: Entry, workspace: Workspace): StrayLead | undefined {
  const namespace = workspace.namespaceOf(target);
  const near = (other: Entry): boolean =>
    compatible(workspace.namespaceOf(other), namespace) && workspace.together(other, target);
  const [own, second] = workspace.withName('Service', service);
  if (own) {
    if (second || !near(own) || !own.facts.service || workspace.standingOf(own) !== 'whole') return undefined;
    const selection = selectionOf(own.facts.service, target);
    const at = { at: own, path: ['spec', 'selector'], note: `The Service ${service} selects its pods here.` };
    if (selection.state === 'other') return { ...at, selected: `the ${selection.kind} ${selection.name}` };
    return selection.state === 'none' ? { ...at, selected: '', label: selection.label } : undefined;
  }
  const served = servedBy(service);
  if (!served || (served.kind === target.resource.kind && isNameOf(target, service))) return undefined;
  const others = workspace.withName(served.kind, served.name).filter((other) => other !== target && near(other));
  const [other] = others;
  return other && others.length === 1
    ? {
        at: other,
        path: ['metadata', 'name'],
        note: `ECK creates the Service ${service} for this ${served.kind}.`,
        selected: `the ${print(other)}`,
        generated: true,
      }
    : undefined;
}

const isNameOf = ({ resource: { kind, name } }: Entry, service: string): boolean =>
  (kind === 'Agent' || kind === 'Elasticsearch' || kind === 'Kibana') && serviceNameOf(kind, name ?? '') === service;

/** What is refused there: ECK's users are made in one cluster, and each resource has a CA of its own. */
const symptomOf = ({ target }: Reference): string =>
  target === 'Agent'
    ? 'Its certificate is signed by another CA ("x509: certificate signed by unknown authority"), so enrollment fails'
    : 'Its certificate or the login does not fit: "x509: certificate signed by unknown authority", or status 401';

const print = ({ resource: { kind, name } }: Entry): string => `${kind} ${name}`;
