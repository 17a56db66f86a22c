// The live check of the Fleet chain, as programs call it.
import type { Limits, Opened } from './access/index.ts';
import { Cancelled } from './cluster.ts';
import { probe as climb, type Question } from './ladder.ts';
import { Redactor } from './redactor.ts';
import type { Consent, Contexts, Destination, ProbeReport, Told } from './report.ts';

export { isCancelled } from './cluster.ts';
export type { Question } from './ladder.ts';
export { locate, type Manifests, withManifests } from './locate.ts';
export { markdown } from './markdown.ts';
export type * from './report.ts';
export { sentence } from './report.ts';

/** Loads the way to the cluster, on first use. */
const access = () => import('./access/index.ts');

/** The contexts of the kubeconfig. @throws KubeconfigError */
export const contexts = async (kubeconfig: string | undefined): Promise<Contexts> =>
  (await access()).contexts(kubeconfig);

/** Where a context leads; nothing is run or asked for it. @throws KubeconfigError */
export const destination = async (kubeconfig: string | undefined, context?: string): Promise<Destination> =>
  (await access()).destination(kubeconfig, context);

/** Whether an error is the user's to mend: its message says how. */
export const isKubeconfigError = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'KubeconfigError';

/** Opens the cluster of a context. @throws KubeconfigError, Cancelled */
export type Open = (kubeconfig: string | undefined, context: string | undefined, limits: Limits) => Promise<Opened>;

export interface Probe extends Question {
  /** files, as in KUBECONFIG; without it, the usual ones */
  readonly kubeconfig?: string;
  /** without it, the current one */
  readonly context?: string;
  readonly consent: Consent;
  readonly signal: AbortSignal;
  readonly onStep: (told: Told) => void;
  /** the way to the cluster, when not over the network */
  readonly open?: Open;
  /** what the user has agreed to; another destination is refused */
  readonly confirmed?: Destination;
  /** of one request, ms */
  readonly timeout?: number;
  /** of the kubeconfig's plugin, ms */
  readonly pluginTimeout?: number;
  /** of all of it, ms */
  readonly runTimeout?: number;
}

const defaultTimeout = 10_000;
const defaultPluginTimeout = 15_000;
const defaultRunTimeout = 180_000;

/** Probes a cluster. @throws KubeconfigError when there is no way to its API server, Cancelled before there is one */
export async function probe(call: Probe): Promise<ProbeReport> {
  const { consent, onStep, timeout = defaultTimeout, pluginTimeout = defaultPluginTimeout } = call;
  // a server that is slow at every request would keep a run for hours
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(call.runTimeout ?? defaultRunTimeout)]);
  const open = call.open ?? (await access()).open;
  const opened = await open(call.kubeconfig, call.context, {
    signal,
    timeout,
    pluginTimeout,
    ...(call.confirmed && { confirmed: call.confirmed }),
  });
  const redactor = new Redactor();
  redactor.add(...(opened.secrets ?? []));
  try {
    return await climb(call, {
      ...opened,
      consent,
      redactor,
      signal,
      clock: () => performance.now(),
      wait: (ms) => pause(ms, signal),
      onStep,
    });
  } finally {
    opened.close();
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Cancelled());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
