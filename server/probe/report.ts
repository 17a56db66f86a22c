// What a probe tells: plain data, already without secrets, the same for the terminal, the editor and a report.

/** `skip`: not tried, and the title says why. */
export type Mark = 'pass' | 'warn' | 'fail' | 'skip';

export interface Subject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The field of a resource that decides. */
export interface Place extends Subject {
  readonly path: readonly (string | number)[];
  /** the rule that finds the same in a manifest, and may repair it */
  readonly rule?: string;
  /** the same field in a manifest, once one is found */
  readonly manifest?: InManifest;
}

/** Zero-based, UTF-16. */
export interface InManifest {
  readonly file: string;
  readonly range: Readonly<Record<'start' | 'end', { readonly line: number; readonly character: number }>>;
}

/** One check. */
export interface Step {
  /** stable: P1 to P12 along the chain, and words for those of the cluster itself */
  readonly id: string;
  readonly mark: Mark;
  /** what was found, one sentence without a full stop */
  readonly title: string;
  /** what was seen */
  readonly evidence: readonly string[];
  /** why it is so */
  readonly cause?: string;
  /** what to do about it */
  readonly next?: string;
  readonly place?: Place;
  /** commands that show the same by hand; none prints a secret */
  readonly commands: readonly string[];
  /** how long it took */
  readonly ms: number;
}

/** The steps of one thing, in order. Each branch ends at its first hard failure. */
export interface Branch {
  readonly title: string;
  /** undefined for the cluster as a whole */
  readonly subject?: Subject;
  readonly steps: readonly Step[];
}

export interface Verdict {
  readonly mark: Mark;
  /** one or two sentences: where the chain breaks, and why */
  readonly sentence: string;
  /** whether what was observed proves it */
  readonly certain: boolean;
  /** the step that decides */
  readonly step?: string;
  /** whose branch it stands in */
  readonly subject?: Subject;
  readonly next?: string;
  readonly place?: Place;
}

export interface ProbeReport {
  readonly context: string;
  readonly namespace: string;
  /** versions that were seen: of Kubernetes and of the ECK operator */
  readonly versions: { readonly kubernetes?: string; readonly operator?: string };
  readonly verdict: Verdict;
  readonly branches: readonly Branch[];
  /** what such a probe cannot show */
  readonly limits: readonly string[];
  readonly cancelled: boolean;
  readonly ms: number;
}

/** What the user has agreed to beyond reading objects. */
export interface Consent {
  /** reading the Secrets of the chain: the Agent's login, certificates */
  readonly secrets: boolean;
  /** presenting Fleet Server's own token to Elasticsearch */
  readonly serviceToken: boolean;
  /** reading the end of the logs of Agent pods */
  readonly logs: boolean;
}

/** What a user is asked to confirm: where the probe would go, and as whom. */
export interface Destination {
  readonly context: string;
  readonly cluster: string;
  readonly server: string;
  readonly user: string;
  readonly namespace: string;
  /** the program that the kubeconfig runs for credentials, with its arguments */
  readonly plugin?: string;
  /** the kubeconfig says not to verify the API server */
  readonly unverified: boolean;
}

export interface Contexts {
  readonly current: string | undefined;
  readonly names: readonly string[];
}

/** A step that has ended, while the others go on. */
export interface Told {
  readonly branch: number;
  readonly title: string;
  readonly subject?: Subject;
  readonly step: Step;
}

/** Words as a sentence: with a full stop, unless they end in one. */
export const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

/** The gravest of some marks; `pass` when there is none. */
export function gravest(marks: readonly Mark[]): Mark {
  for (const mark of ['fail', 'warn', 'pass', 'skip'] as const) if (marks.includes(mark)) return mark;
  return 'pass';
}
