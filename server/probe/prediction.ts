// What the rules say of the objects in the cluster: they are read as manifests, the same code judges both.
import { basicAuth, cutsAt, kibanaConfig, Linter, noSettings, readFile, rules, Workspace } from '../../rules/index.ts';
import { dig, type Live, nameOf, namespaceOf, text } from './live.ts';
import type { Place, Subject } from './report.ts';

/** Whether Kibana takes the operator's login, as far as its settings show. */
export interface Prediction {
  readonly accepts: boolean | 'unknown';
  /** the deciding field, and the rule's words */
  readonly place?: Place;
  readonly why?: string;
}

const ruleOfBasicAuth = 'kibana-basic-auth-missing';

export class LiveState {
  readonly #workspace = new Workspace();
  /** the one rule whose words are wanted */
  readonly #linter = new Linter(rules.filter(({ id }) => id === ruleOfBasicAuth));

  /** Takes an object of the cluster, without what the cluster itself has added. */
  add(object: unknown): void {
    const { status: _, ...rest } = object as Live;
    const metadata = (dig(rest, 'metadata') ?? {}) as Live;
    const { managedFields: __, annotations, ...kept } = metadata;
    // this one holds the whole manifest once more
    const { 'kubectl.kubernetes.io/last-applied-configuration': ___, ...own } = (annotations ?? {}) as Live;
    const shown = { ...rest, metadata: { ...kept, annotations: own } };
    try {
      this.#workspace.set(readFile(fileOf(object), JSON.stringify(shown)));
    } catch (error) {
      // nested deeper than any settings are: nothing can be said of it
      if (!(error instanceof RangeError)) throw error;
    }
  }

  /** The operator's login at a Kibana, judged by the settings it starts with. */
  basicAuthAt(kibana: unknown, policiesSeen: boolean): Prediction {
    const path = fileOf(kibana);
    const entry = this.#workspace.entries(path)[0];
    if (!entry) return { accepts: 'unknown' };
    const verdict = basicAuth(kibanaConfig(entry, this.#workspace));
    if (verdict.accepted !== false) {
      // a policy out of sight may take the way in away
      return { accepts: policiesSeen ? verdict.accepted : 'unknown' };
    }
    const decider = verdict.at.layer.entry;
    const [finding] = this.#linter.lint(decider.path, this.#workspace, noSettings);
    return {
      accepts: false,
      place: { ...subjectOf(decider.resource), path: settingPath(verdict.at.path), rule: ruleOfBasicAuth },
      ...(finding && { why: finding.message }),
    };
  }

  /** The connections of the chain that its NetworkPolicies cut for sure. */
  cuts(): PolicyCut[] {
    return this.#workspace.all('NetworkPolicy').flatMap((policy) =>
      cutsAt(policy, this.#workspace)
        .filter(({ flow }) => flow.from.elsewhere !== true)
        .map(({ flow: { from, to, ports, outcome } }) => ({
          policy: subjectOf(policy.resource),
          from: from.name,
          to: from.entry === to.entry ? 'itself' : to.name,
          port: ports[0] ?? 0,
          outcome,
        })),
    );
  }
}

/** A path into the providers, cut off at the setting that lists them: what is missing there is no part of any one. */
function settingPath(path: Place['path']): Place['path'] {
  const end = path.findIndex((_, i) => /\bxpack\.security\.authc\.providers$/.test(path.slice(0, i + 1).join('.')));
  return end < 0 ? path : path.slice(0, end + 1);
}

export interface PolicyCut {
  readonly policy: Subject;
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly outcome: string;
}

const fileOf = (object: unknown): string => `${text(object, 'kind')}/${namespaceOf(object)}/${nameOf(object)}.json`;

const subjectOf = (resource: {
  kind?: string;
  namespace?: string | undefined;
  name?: string | undefined;
}): Subject => ({
  kind: resource.kind ?? '',
  namespace: resource.namespace ?? '',
  name: resource.name ?? '',
});
