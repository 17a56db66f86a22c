// eck-lint probe: the live check, from a terminal or a script.
import { rules as catalog, Linter, Workspace } from '../../../rules/index.ts';
import {
  type Destination,
  destination,
  isCancelled,
  isKubeconfigError,
  markdown,
  type ProbeReport,
  probe as walk,
  withManifests,
} from '../../probe/index.ts';
import { findingsOf, loadProject } from '../../project.ts';
import { CallError, type ProbeCall } from '../arguments.ts';
import { paintFor } from '../colours.ts';
import { harmless } from '../excerpt.ts';
import { stepText, verdictText } from '../formats/probe-text.ts';
import { display } from '../report.ts';
import type { Status, World } from '../world.ts';

/** Probes the cluster that the user confirms. 0: no step failed, 1: one did, 2: there was no way to the cluster. */
export async function probe(call: ProbeCall, world: World): Promise<Status> {
  const say = (text: string): void => world.err(`eck-lint: ${harmless(text)}\n`);
  try {
    const target = await destination(call.kubeconfig, call.context);
    if (!(await confirmed(target, call, world))) {
      say('nothing was asked of the cluster');
      return 2;
    }
    return await run(target, call, world);
  } catch (error) {
    if (isCancelled(error)) say('cancelled');
    else if (isKubeconfigError(error)) say(error.message);
    else throw error;
    return 2;
  }
}

/** A script names the context it means; a person is asked. */
async function confirmed(
  target: Destination,
  { yesContext, namespace, consent }: ProbeCall,
  world: World,
): Promise<boolean> {
  if (yesContext !== undefined) {
    if (yesContext === target.context) return true;
    throw new CallError(`--yes-context is ${yesContext}, but the probe would use the context ${target.context}.`);
  }
  const asked = [
    `The probe reads the Fleet chain in the cluster of this context, and changes nothing:`,
    `  context    ${target.context}${target.unverified ? ' (its API server is not verified, as the kubeconfig says)' : ''}`,
    `  server     ${target.server}`,
    `  user       ${target.user || '(none)'}`,
    ...(target.plugin === undefined ? [] : [`  plugin     ${target.plugin}`]),
    `  namespace  ${namespace ?? target.namespace}`,
    `  reads      objects of ECK, Services, pods, events; forwards a port to pods of Kibana, Elasticsearch and Fleet Server`,
    `  Secrets    ${consent.secrets ? 'the logins of the Agents and the certificates of the chain' : 'none (--secrets to read the logins of the Agents)'}`,
  ];
  world.err(`${asked.map((line) => harmless(line)).join('\n')}\n`);
  const answer = await world.ask?.('Go on? [y/N] ');
  if (answer === undefined) {
    throw new CallError(`There is no terminal to ask: confirm with --yes-context ${target.context}.`);
  }
  return /^y(es)?$/i.test(answer.trim());
}

async function run(target: Destination, call: ProbeCall, world: World): Promise<Status> {
  const manifests = await manifestsOf(world);
  const paint = paintFor(world.isTerminal, world.environment);
  const asText = call.format === 'text';
  let branch: number | undefined;
  const report = await walk({
    ...call,
    context: target.context,
    confirmed: target,
    namespace: call.namespace ?? target.namespace,
    manifests: manifests.workspace,
    signal: world.interrupted(),
    ...(world.openCluster && { open: world.openCluster }),
    onStep: (told) => {
      if (!asText || !world.isTerminal) return;
      // while Agents climb side by side, each step says whose it is
      if (told.branch !== branch) world.err(`${paint('dim', harmless(told.title))}\n`);
      branch = told.branch;
      world.err(stepText({ ...told.step, evidence: [] }, paint));
    },
  });
  const tied = withManifests(report, manifests, (path) => display(path, world.folder));
  world.out(written(tied, call, paint));
  const blocked = tied.branches[0]?.steps.some(({ id, mark }) => ['api', 'login'].includes(id) && mark === 'fail');
  if (tied.cancelled || blocked) return 2;
  return tied.verdict.mark === 'fail' || tied.branches.some(({ steps }) => steps.some(({ mark }) => mark === 'fail'))
    ? 1
    : 0;
}

function written(report: ProbeReport, { format }: ProbeCall, paint: ReturnType<typeof paintFor>): string {
  if (format === 'json') return `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`;
  if (format === 'markdown') return markdown(report, new Date().toISOString());
  return (
    report.branches
      .map(
        ({ title, steps }) =>
          `${paint('bold', harmless(title))}\n${steps.map((step) => stepText(step, paint)).join('')}`,
      )
      .join('\n') + verdictText(report, paint)
  );
}

/** The manifests below the working folder's project, to name lines of them. */
async function manifestsOf(world: World) {
  const rules = world.rules ?? catalog;
  const project = await loadProject(world.host, {
    targets: [{ kind: 'folder', path: world.folder }],
    folder: world.folder,
    root: undefined,
    tooWide: [world.home],
    knownRules: rules.map(({ id }) => id),
  });
  const linter = new Linter(rules);
  const byPath = new Map(project.files.map((file) => [file.path, file]));
  return {
    workspace: project.files[0]?.workspace ?? new Workspace(),
    findings: (path: string) => {
      const file = byPath.get(path);
      return file ? findingsOf(file, linter) : [];
    },
  };
}
