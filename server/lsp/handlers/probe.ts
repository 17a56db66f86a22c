// eckLint/probe and what comes before it: where it would go, and the walk itself. Only in a workspace the user trusts,
// and only one walk at a time. A failure is answered with words for the user; whatever else goes wrong is logged.
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Finding } from '../../../rules/index.ts';
import {
  contexts,
  destination,
  isCancelled,
  isKubeconfigError,
  locate,
  type Mark,
  markdown,
  type Place,
  type ProbeReport,
  probe,
  sentence,
  withManifests,
} from '../../probe/index.ts';
import { describe } from '../guard.ts';
import {
  type ContextsParams,
  contextsMethod,
  type DestinationParams,
  destinationMethod,
  type ProbeAnswer,
  type ProbeMark,
  type ProbeParams,
  probeMethod,
  probeStepMethod,
} from '../protocol.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onProbe(services: Services): void {
  const { connection, packages } = services;
  let walking = false;

  /** Runs for the user: what is his to mend is told in words, and nothing of any other failure. */
  const answer = async <T>(method: string, run: () => Promise<T>): Promise<T | ResponseError> => {
    const refuse = (message: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, message);
    if (!packages.trusted) return refuse('A cluster is probed only in a workspace that you trust.');
    try {
      return await run();
    } catch (error) {
      if (isCancelled(error)) return new ResponseError(LSPErrorCodes.RequestCancelled, 'The probe was cancelled.');
      if (isKubeconfigError(error)) return refuse(error.message);
      connection.console.error(`${method}: ${describe(error)}`);
      return refuse('The probe itself has failed; the output has the place.');
    }
  };

  connection.onRequest(contextsMethod, ({ kubeconfig }: ContextsParams) =>
    answer(contextsMethod, () => contexts(kubeconfig)),
  );
  connection.onRequest(destinationMethod, ({ kubeconfig, context }: DestinationParams) =>
    answer(destinationMethod, () => destination(kubeconfig, context)),
  );
  connection.onRequest(probeMethod, (params: ProbeParams, token: CancellationToken) => {
    if (walking) return new ResponseError(LSPErrorCodes.RequestFailed, 'A probe is running already.');
    return answer(probeMethod, async () => {
      walking = true;
      const controller = new AbortController();
      const cancelled = token.onCancellationRequested(() => controller.abort());
      // cancelled before it came here: then nothing fires
      if (token.isCancellationRequested) controller.abort();
      try {
        const { workspace, editor } = services.session;
        const near = params.from === undefined ? undefined : pathOf(params.from);
        const report = await probe({
          ...params,
          manifests: workspace,
          ...(near !== undefined && { near }),
          ...(editor.operator?.version !== undefined && { eckVersion: editor.operator.version }),
          ...(services.openCluster && { open: services.openCluster }),
          signal: controller.signal,
          onStep: (told) => void connection.sendNotification(probeStepMethod, told),
        });
        return answerOf(report, near, services);
      } finally {
        cancelled.dispose();
        walking = false;
      }
    });
  });
}

function answerOf(report: ProbeReport, near: string | undefined, { session, documents }: Services): ProbeAnswer {
  const known = new Map<string, readonly Finding[]>();
  const manifests = {
    workspace: session.workspace,
    ...(near !== undefined && { near }),
    findings: (path: string) => {
      const found = known.get(path) ?? session.findingsIn(path);
      known.set(path, found);
      return found;
    },
  };
  const markOf = (at: Place | undefined, mark: Mark, step: string, message: string): ProbeMark[] => {
    if (!at || (mark !== 'fail' && mark !== 'warn')) return [];
    const found = locate(at, manifests);
    const there = found && documents.place(found.path);
    if (!found || !there) return [];
    const severity = mark === 'fail' ? 'error' : 'warning';
    return [{ uri: there.uri, range: there.range(found.span), severity, step, message }];
  };
  const { verdict } = report;
  const steps = report.branches.flatMap((branch) => branch.steps);
  const all = [
    ...markOf(verdict.place, verdict.mark, verdict.step ?? 'verdict', verdict.sentence),
    ...steps.flatMap(({ id, mark, title, cause, place }) =>
      markOf(place, mark, id, cause === undefined ? `${title}.` : `${title}. ${sentence(cause)}`),
    ),
  ];
  // one place is marked once: by the verdict, if it is the one that decides
  const marks = new Map(all.toReversed().map((it) => [`${it.uri} ${JSON.stringify(it.range)}`, it]));
  const tied = withManifests(report, manifests, (path) => documents.place(path)?.uri ?? path);
  return {
    report: tied,
    markdown: markdown(withManifests(report, manifests, nameIn(session.editor.folders)), new Date().toISOString()),
    marks: [...marks.values()].toReversed(),
  };
}

/** The path of a file below the folder of the workspace that holds it. */
const nameIn =
  (folders: readonly { readonly path: string }[]) =>
  (path: string): string => {
    const home = folders.find((folder) => path.startsWith(`${folder.path}/`));
    return home ? path.slice(home.path.length + 1) : path;
  };
