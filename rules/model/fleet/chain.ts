// Who works with whom in Fleet: the resources that an Agent's references lead to. An answer of undefined means unknown,
// or several that are equally near.
import type { Entry } from '../workspace/entry.ts';
import type { Reference } from '../workspace/facts.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** The reference that stands in a field of `spec`; of a list the first. */
export const referenceIn = (entry: Entry, field: string): Reference | undefined =>
  entry.facts.references.find(({ path }) => path[0] === 'spec' && path[1] === field);

/** The resource that the reference in a field of `spec` leads to. */
export function targetIn(entry: Entry, field: string, workspace: Workspace): Entry | undefined {
  const reference = referenceIn(entry, field);
  return reference && workspace.target(entry, reference);
}

/** Where a Kibana keeps everything, the enrollment tokens of its Fleet included. */
export const clusterOfKibana = (kibana: Entry, workspace: Workspace): Entry | undefined =>
  targetIn(kibana, 'elasticsearchRef', workspace);

/** The fleet Agents of one deployment that enroll through a Kibana. */
export const enrolledThrough = (kibana: Entry, workspace: Workspace): { entry: Entry; reference: Reference }[] =>
  workspace
    .referrers(kibana, 'Agent')
    .filter(({ entry }) => entry.facts.fleetMode && workspace.together(kibana, entry));

/** The Agents in fleet mode that need a cluster: a Fleet Server by its own reference, others through their Kibana. */
export function fleetAgentsOn(elasticsearch: Entry, workspace: Workspace): { entry: Entry; reference: Reference }[] {
  const kibanas = workspace.referrers(elasticsearch, 'Kibana').map(({ entry }) => entry);
  const direct = workspace.referrers(elasticsearch, 'Agent');
  const through = kibanas.flatMap((kibana) => workspace.referrers(kibana, 'Agent'));
  const seen = new Set<Entry>();
  return [...through, ...direct].filter(
    ({ entry }) => entry.facts.fleetMode === true && !seen.has(entry) && seen.add(entry),
  );
}

/** Agents as the subject or object of a sentence: up to three by name, the others as a number. */
export function printAgents(agents: readonly Entry[]): string {
  const names = agents.map(({ resource }) => resource.called);
  if (names.length === 1) return `the Agent ${names[0]}`;
  const shown = names.length > 3 ? 2 : names.length - 1;
  const rest = names.length > 3 ? `${names.length - 2} more` : names.at(-1);
  return `the Agents ${names.slice(0, shown).join(', ')} and ${rest}`;
}

/** What becomes of Agents that cannot enroll, as the end of a sentence. */
export const neverEnroll = (agents: readonly Entry[]): string =>
  `${printAgents(agents)} never ${agents.length === 1 ? 'enrolls' : 'enroll'}`;
