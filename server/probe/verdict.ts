// From steps to one sentence: at which hop authentication fails, and why.
import { wayIn } from './remedy.ts';
import { type Branch, gravest, type Place, type Step, sentence, type Verdict } from './report.ts';
import type { LoginAnswer } from './steps/login.ts';

/** What the steps along one Kibana have shown. */
export interface KibanaEvidence {
  readonly name: string;
  readonly branch: number;
  readonly healthy: boolean;
  readonly predicted: boolean | 'unknown' | undefined;
  readonly place: Place | undefined;
  readonly canary: LoginAnswer | undefined;
}

export interface AgentEvidence {
  readonly name: string;
  readonly branch: number;
  readonly kibana: KibanaEvidence | undefined;
  readonly login: LoginAnswer | undefined;
  readonly elasticsearch: boolean | undefined;
  /** the operator's events say that its login was refused, or that it timed out */
  readonly events: 'refused' | 'timeout' | undefined;
}

/** The verdict over all branches. */
export function verdict(
  branches: readonly Branch[],
  kibanas: readonly KibanaEvidence[],
  agents: readonly AgentEvidence[],
): Verdict {
  return (
    kibanas.map((it) => atKibana(it, branches)).find((it) => it !== undefined) ??
    agents.map((it) => ofAgent(it, agents, branches)).find((it) => it !== undefined) ??
    firstFault(branches)
  );
}

function atKibana(kibana: KibanaEvidence, branches: readonly Branch[]): Verdict | undefined {
  const { name, predicted, healthy, canary, place } = kibana;
  const about = { ...subjectOf(branches[kibana.branch]), ...(place && { place }) };
  // a Kibana that has lost its Elasticsearch answers the same; its settings then decide
  if (canary === 'scheme-refused' && (healthy || predicted === false)) {
    const next = wayIn(place);
    if (predicted === true) {
      return {
        mark: 'fail',
        sentence: `Kibana ${name} refuses basic authentication, although its settings allow it: the running pods have other settings.`,
        certain: true,
        step: 'P6a',
        next: 'See whether a change is not rolled out (pause-orchestration, old pods), or comes from the keystore or the environment',
        ...about,
      };
    }
    return {
      mark: 'fail',
      sentence: `Kibana ${name} refuses basic authentication, so the operator cannot set up Fleet: every Agent of this Kibana waits.`,
      certain: true,
      step: 'P6a',
      next,
      ...about,
    };
  }
  if (predicted === false && canary === 'user-refused') {
    return {
      mark: 'warn',
      sentence: `Kibana ${name} accepts basic authentication now, but its settings say that it will not after its next restart.`,
      certain: false,
      step: 'P3',
      ...about,
    };
  }
  if (predicted === false && canary === undefined) {
    return {
      mark: 'fail',
      sentence: `By its settings Kibana ${name} refuses basic authentication; it could not be tested itself.`,
      certain: false,
      step: 'P3',
      ...about,
    };
  }
  return undefined;
}

function ofAgent(
  agent: AgentEvidence,
  all: readonly AgentEvidence[],
  branches: readonly Branch[],
): Verdict | undefined {
  const { name, login, elasticsearch, events, kibana } = agent;
  const about = subjectOf(branches[agent.branch]);
  const alike = all.filter((it) => it.kibana === kibana && it.login === login);
  const many =
    alike.length > 1 && alike.length === all.filter((it) => it.kibana === kibana && it.login !== undefined).length;
  const held =
    kibana && branches[kibana.branch]?.steps.find(({ place }) => place?.rule === 'elasticsearch-not-reconciled');
  if (login === 'user-refused' && held && elasticsearch !== true) {
    return {
      mark: 'fail',
      sentence: `Elasticsearch refuses the operator's login for ${name}: an annotation stops the operator from adding users to it.`,
      certain: elasticsearch === false,
      step: held.id,
      ...about,
      ...wayOut(held),
    };
  }
  if (login === 'user-refused') {
    return elasticsearch === true
      ? {
          mark: 'fail',
          sentence: `Elasticsearch accepts the operator's login for ${name}, and Kibana does not: Kibana talks to another Elasticsearch than its elasticsearchRef names.`,
          certain: true,
          step: 'P9',
          next: 'Look for elasticsearch.hosts in the settings of Kibana',
          ...about,
        }
      : {
          mark: 'fail',
          sentence: many
            ? 'Elasticsearch refuses the logins of all Agents: the operator does not add its users.'
            : `Elasticsearch refuses the operator's login for ${name}: the user is not there, or has another password.`,
          certain: elasticsearch === false,
          step: elasticsearch === false ? 'P9' : 'P6b',
          next: 'This is normal for a minute after a change. If it persists, check whether the operator reconciles this Elasticsearch',
          ...about,
        };
  }
  if (login === 'accepted' && events !== undefined) {
    const failed = branches[agent.branch]?.steps.find(({ mark }) => mark === 'fail');
    if (failed) return undefined;
    return {
      mark: 'warn',
      sentence:
        events === 'timeout'
          ? `The login for ${name} works through a port-forward, and the operator's own calls time out: the network between operator and Kibana blocks them.`
          : `The login for ${name} works now; the operator's warnings are older, or it cannot reach this Kibana.`,
      certain: false,
      step: 'P1e',
      ...about,
    };
  }
  return undefined;
}

/** Without a cause that several steps prove together: the first failed step, else the first warning. */
function firstFault(branches: readonly Branch[]): Verdict {
  const each = branches.flatMap((branch) => branch.steps.map((step) => ({ branch, step })));
  // a manifest that is not what runs breaks nothing by itself
  const all = each.filter(({ step }) => step.id !== 'drift');
  const mark = gravest(all.map(({ step }) => step.mark));
  const first = all.find(({ step }) => step.mark === mark);
  if (!first || mark === 'pass' || mark === 'skip') {
    const drifted = each.find(({ step }) => step.id === 'drift');
    if (drifted && mark === 'pass') {
      return {
        mark: 'warn',
        sentence: `The Fleet chain works, but ${drifted.step.title}.`,
        certain: true,
        step: 'drift',
        ...subjectOf(drifted.branch),
        ...wayOut(drifted.step),
      };
    }
    const skipped = all.filter(({ step }) => step.mark === 'skip').length;
    return {
      mark: mark === 'skip' ? 'skip' : 'pass',
      sentence:
        skipped > 0
          ? `No fault was found; ${skipped} ${skipped === 1 ? 'step was' : 'steps were'} not tried.`
          : 'The Fleet chain works.',
      certain: skipped === 0,
    };
  }
  const { step } = first;
  return {
    mark,
    sentence: sentence(step.cause === undefined ? step.title : `${step.title}: ${lower(step.cause)}`),
    certain: false,
    step: step.id,
    ...subjectOf(first.branch),
    ...wayOut(step),
  };
}

const wayOut = ({ next, place }: Step): Pick<Verdict, 'next' | 'place'> => ({
  ...(next !== undefined && { next }),
  ...(place && { place }),
});
const subjectOf = (branch: Branch | undefined): Pick<Verdict, 'subject'> =>
  branch?.subject ? { subject: branch.subject } : {};
const lower = (text: string): string =>
  /^[A-Z][a-z]/.test(text) && !/^(Kibana|Elasticsearch|Fleet|Agent)/.test(text)
    ? text[0]?.toLowerCase() + text.slice(1)
    : text;
