// What the client and the server say to each other beyond LSP. Types and method names only: the one file that both import.

import type { Consent, Destination, InManifest, ProbeReport } from '../probe/report.ts';

/** `initializationOptions` of the client. */
export interface InitializationOptions {
  /** URI of the folder that holds the rule pages (`<id>.md`), for the links of diagnostics and hovers. */
  readonly pages?: string;
  /** Whether the client has the command that probes a cluster. */
  readonly probes?: boolean;
  /** Whether the user trusts the workspace. Without it no package registry is asked, whatever the settings say. */
  readonly trusted?: boolean;
  /** The client tells of changes on disk by itself: no watchers need to be registered. */
  readonly watches?: boolean;
}

/** Notification client → server, no parameters: the user has come to trust the workspace. */
export const trustedMethod = 'eckLint/trusted';

/** Notification server → client: what the index of the workspace is doing. */
export const statusMethod = 'eckLint/status';
export interface Status {
  readonly index: 'building' | 'ready';
  /** files on disk and in editors that hold at least one resource */
  readonly files: number;
  /** resources in them */
  readonly resources: number;
}

/** Request client → server, no parameters: every rule, sorted by id. */
export const rulesMethod = 'eckLint/rules';
export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint' | 'off';
  /** URI of the rule's page */
  readonly page: string;
}

/** Request client → server: the contexts of the kubeconfig. Reads its files and runs nothing. */
export const contextsMethod = 'eckLint/probe/contexts';
export interface ContextsParams {
  /** files, as in KUBECONFIG; without it, the usual ones */
  readonly kubeconfig?: string;
}

/** Request client → server: where a probe would go, to be confirmed by the user; gives a `Destination`. */
export const destinationMethod = 'eckLint/probe/destination';
export interface DestinationParams extends ContextsParams {
  /** without it, the current one */
  readonly context?: string;
}

/** Request client → server, cancellable: probes the cluster of a context that the user has confirmed. */
export const probeMethod = 'eckLint/probe';
export interface ProbeParams extends ContextsParams {
  readonly context: string;
  /** where it leads, as the user has seen it */
  readonly confirmed?: Destination;
  readonly namespace: string;
  /** one Agent; without it, all of the namespace */
  readonly agent?: string;
  /** URI of the document the user looks at: of several manifests of one resource, the nearest counts */
  readonly from?: string;
  readonly consent: Consent;
}
export interface ProbeAnswer {
  readonly report: ProbeReport;
  /** the same as a document */
  readonly markdown: string;
  /** what to mark in the manifests of the workspace */
  readonly marks: readonly ProbeMark[];
}
export interface ProbeMark {
  readonly uri: string;
  readonly range: InManifest['range'];
  readonly severity: 'error' | 'warning';
  /** id of the step */
  readonly step: string;
  readonly message: string;
}
export type {
  Branch,
  Consent,
  Contexts,
  Destination,
  Mark,
  Place,
  ProbeReport,
  Step,
  Subject,
  Told,
  Verdict,
} from '../probe/report.ts';

/** What a probe starts from, when it starts from a manifest. */
export interface ProbeTarget {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Command of the client; its argument may be a `ProbeTarget`. */
export const probeCommand = 'eckLint.probeFleetAuth';

/** Source of the diagnostics that a client makes of the marks: followed by the context in brackets. */
export const liveSource = 'ECK live';

/** Notification server → client: a step of the running probe has ended. */
export const probeStepMethod = 'eckLint/probe/step';
