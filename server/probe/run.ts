// How steps are taken: each is timed, its reads are noted as commands, what it throws becomes a mark, and nothing of it
// leaves uncleaned.
import {
  type Access,
  type Answer,
  Cancelled,
  type Cluster,
  type Http,
  isCancelled,
  isClusterError,
  isHttpError,
  type Login,
  type Server,
} from './cluster.ts';
import { kubectlFor, quoted } from './paths.ts';
import type { Redactor } from './redactor.ts';
import type { Branch, Consent, Mark, Step, Subject, Told } from './report.ts';

/** What one step has come to. `found` is what later steps need; without it the branch ends here. */
export type Outcome<T> = Pick<Step, 'mark' | 'title'> &
  Partial<Pick<Step, 'evidence' | 'cause' | 'next' | 'place'>> & { readonly found?: T };

export interface Means {
  readonly cluster: Cluster;
  readonly http: Http;
  readonly consent: Consent;
  readonly redactor: Redactor;
}

export interface Setting {
  readonly cluster: Cluster;
  readonly http: Http;
  readonly consent: Consent;
  readonly context: string;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** ms, monotonic */
  readonly clock: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** hears of each step as it ends */
  readonly onStep: (told: Told) => void;
}

export class Run {
  readonly setting: Setting;
  readonly #branches: { title: string; subject?: Subject; steps: Step[] }[] = [];

  constructor(setting: Setting) {
    this.setting = setting;
  }

  get branches(): readonly Branch[] {
    return this.#branches;
  }

  /** Opens a branch; branches stand in the report in the order they were opened. */
  branch(title: string, subject?: Subject): Climb {
    const named = this.setting.redactor.data({ title, ...(subject && { subject }) });
    const branch = { ...named, steps: [] as Step[] };
    const index = this.#branches.push(branch) - 1;
    return new Climb(this.setting, (step) => {
      branch.steps.push(step);
      this.setting.onStep({ branch: index, ...named, step });
    });
  }
}

/** Of the evidence of one step. */
const mostLines = 20;
const longestCommand = 1000;

/** One branch being climbed. */
export class Climb {
  readonly #setting: Setting;
  readonly #keep: (step: Step) => void;

  constructor(setting: Setting, keep: (step: Step) => void) {
    this.#setting = setting;
    this.#keep = keep;
  }

  /**
   * Takes one step and gives what it has found. A right that is missing skips it, any other failure of the API server
   * or of a connection fails it. @throws Cancelled
   */
  async take<T>(id: string, what: string, step: (means: Means) => Promise<Outcome<T>>): Promise<T | undefined> {
    const { context, clock, redactor, signal, consent } = this.#setting;
    const commands: string[] = [];
    const start = clock();
    const means: Means = {
      cluster: noting(this.#setting.cluster, (command) => commands.push(command), context),
      http: notingHttp(this.#setting.http, (command) => commands.push(command), context),
      consent,
      redactor,
    };
    let outcome: Outcome<T>;
    try {
      outcome = await step(means);
    } catch (error) {
      if (signal.aborted || isCancelled(error)) throw new Cancelled();
      outcome = failure(what, error);
    }
    if (signal.aborted) throw new Cancelled();
    const { found, ...told } = outcome;
    const { evidence = [] } = told;
    const more = evidence.length - mostLines;
    this.#keep(
      redactor.data({
        id,
        ...told,
        evidence: more > 0 ? [...evidence.slice(0, mostLines), `and ${more} more`] : evidence,
        // a command that would be cut is left out: half of it may say something else
        commands: [...new Set(commands)].filter((it) => it.length <= longestCommand),
        ms: Math.round(clock() - start),
      }),
    );
    return found;
  }

  /** Tells of something seen along the way. */
  note(step: Pick<Step, 'id' | 'mark' | 'title' | 'evidence' | 'cause' | 'place' | 'next'>): void {
    this.#keep(this.#setting.redactor.data({ ...step, commands: [], ms: 0 }));
  }

  /** Tells of a step that is not taken. */
  skip(id: string, title: string, next?: string): void {
    this.note({ id, mark: 'skip', title, evidence: [], ...(next !== undefined && { next }) });
  }
}

function failure(what: string, error: unknown): { mark: Mark; title: string; evidence: string[]; next?: string } {
  if (isClusterError(error)) {
    const evidence = [`${error.status || error.reason}: ${error.message}`];
    if (error.status === 403)
      return { mark: 'skip', title: `${what}: not checked, you may not read what it needs`, evidence };
    if (error.status === 404) return { mark: 'fail', title: `${what}: not found`, evidence };
    return { mark: 'fail', title: `${what}: could not be read`, evidence };
  }
  if (isHttpError(error)) {
    const mark = error.fault === 'forbidden' ? 'skip' : 'fail';
    return { mark, title: `${what}: could not be asked`, evidence: [error.message] };
  }
  // an answer of a shape that nobody has thought of: it ends this branch, and not the others
  const kind = error instanceof Error ? error.name : typeof error;
  return { mark: 'fail', title: `${what}: the answer makes no sense to the probe`, evidence: [kind] };
}

const noting = (cluster: Cluster, note: (command: string) => void, context: string): Cluster => ({
  get: (path) => {
    note(kubectlFor(path, context));
    return cluster.get(path);
  },
  list: (path) => {
    note(kubectlFor(path, context));
    return cluster.list(path);
  },
  text: (path) => {
    note(kubectlFor(path, context));
    return cluster.text(path);
  },
  metadata: (path) => {
    note(kubectlFor(path, context));
    return cluster.metadata(path);
  },
  can: (access) => {
    note(canCommand(access, context));
    return cluster.can(access);
  },
});

function canCommand({ verb, group, resource, subresource, namespace }: Access, context: string): string {
  const what = `${resource}${group ? `.${group}` : ''}${subresource ? ` --subresource ${subresource}` : ''}`;
  const where = namespace === undefined ? '--all-namespaces' : `--namespace ${quoted(namespace)}`;
  return `kubectl --context ${quoted(context)} ${where} auth can-i ${verb} ${what}`;
}

const notingHttp = (http: Http, note: (command: string) => void, context: string): Http => ({
  get(server: Server, path: string, login?: Login): Promise<Answer> {
    const { namespace, pod, port, name } = server;
    note(
      `kubectl --context ${quoted(context)} --namespace ${quoted(namespace)} port-forward ${quoted(`pod/${pod}`)} ${port}`,
    );
    note(
      `curl --connect-to ${quoted(`${name}:${port}:localhost:${port}`)} --cacert ca.crt ${credentialOption(login)}${quoted(`https://${name}:${port}${path}`)}`,
    );
    return http.get(server, path, login);
  },
});

/** How curl is given a login; the secret itself is left to who runs it. */
function credentialOption(login: Login | undefined): string {
  if (!login) return '';
  return login.authorization.startsWith('Bearer') ? "--header 'Authorization: Bearer TOKEN' " : '--user USER ';
}
