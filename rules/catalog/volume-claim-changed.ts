// Volume claims of a StatefulSet are fixed when it is made, but for their size. Needs to be told what the manifest was
// before.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  differenceOf,
  type Entry,
  type Field,
  isNewestApi,
  nodeSets,
  type Resource,
  type VolumeClaim,
  volumeClaims,
  type Workspace,
} from '../model/index.ts';

export const volumeClaimChanged = defineRule({
  id: 'volume-claim-changed',
  topic: 'manifest',
  summary: 'Volume claims differ from what they were, and ECK lets them only grow.',
  severity: { changed: 'error', frozen: 'error', shrunk: 'error', smaller: 'warning' },
  kinds: ['Agent', 'Elasticsearch', 'Logstash'],
  admission: [
    'agent-pvc-immutable',
    'es-pvc-immutable',
    'es-pvc-shrink',
    'ls-pvc-claim-unknown',
    'ls-pvc-immutable',
    'ls-pvc-shrink',
  ],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    changed: (what, advice) =>
      `${what} Only the size of existing volume claims may change, so ECK rejects the update.${advice}`,
    frozen: (what) => `${what} The volume claims of an Agent may not change at all, so ECK rejects the update.`,
    shrunk: (claim, before, now) =>
      `The volume claim ${claim} goes from ${before} down to ${now}. Volumes cannot shrink, so ECK rejects the update.`,
    smaller: (claim, before, now) =>
      `The volume claim ${claim} goes from ${before} down to ${now}. Volumes cannot shrink: ECK rejects the update if they have ${before} now.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const previous = workspace.previousOf(entry);
    if (!previous || !isNewestApi(resource) || workspace.standingOf(entry) !== 'whole') return;
    if (resource.kind === 'Elasticsearch' && mayBeAutoscaled(entry, workspace)) return;
    for (const { now, before, advice } of listsOf(resource, previous)) {
      const [claims, old] = [volumeClaims(now), volumeClaims(before)];
      if (!claims || !old) continue;
      const change = changeOf(now, claims, old);
      const isAgent = resource.kind === 'Agent';
      if (change && isAgent) report(change.at, 'frozen', [change.what], { onKey: true });
      else if (change) report(change.at, 'changed', [change.what, advice], { onKey: true });
      for (const { at, name, storage, bytes } of claims) {
        const was = old.find((claim) => claim.name === name);
        if (!was?.storage || !storage || was.bytes === undefined || bytes === undefined) continue;
        if (isAgent ? bytes === was.bytes || change : bytes >= was.bytes) continue;
        const size = at.at(['spec', 'resources', 'requests', 'storage']);
        const fixes = () => [fix(`Use ${was.storage}`, replaceValue(size, was.storage as string), false)];
        if (isAgent) report(size, 'frozen', [`The volume claim ${name} was ${was.storage}.`], { fixes });
        else report(size, resource.kind === 'Logstash' ? 'shrunk' : 'smaller', [name, was.storage, storage], { fixes });
      }
    }
  },
});

interface Lists {
  readonly now: Field;
  readonly before: Field;
  readonly advice: string;
}

/** The lists of claims that both states have; a node set under a new name is a new one. */
function listsOf(resource: Resource, previous: Resource): Lists[] {
  const [spec, old] = [resource.root.get('spec'), previous.root.get('spec')];
  const key = 'volumeClaimTemplates';
  if (resource.kind === 'Logstash') return [{ now: spec.get(key), before: old.get(key), advice: '' }];
  if (resource.kind === 'Agent') {
    const [now, before] = [spec.get('statefulSet'), old.get('statefulSet')];
    return now.map && before.map ? [{ now: now.get(key), before: before.get(key), advice: '' }] : [];
  }
  const olds = nodeSets(previous);
  return nodeSets(resource).flatMap((set) => {
    const name = set.get('name').text;
    const same = olds.filter((other) => other.get('name').text === name);
    if (name === undefined || same.length !== 1) return [];
    const advice = ' A node set with a new name gets new claims.';
    return [{ now: set.get(key), before: (same[0] as Field).get(key), advice }];
  });
}

/** The first thing about two lists that differs, sizes aside. */
function changeOf(
  list: Field,
  claims: readonly VolumeClaim[],
  old: readonly VolumeClaim[],
): { at: Field; what: string } | undefined {
  for (const claim of claims) {
    const was = old.find(({ name }) => name === claim.name);
    if (!was) return { at: claim.at.at(['metadata', 'name']), what: `The volume claim ${claim.name} is new.` };
    const path = differenceOf(was, claim);
    if (path === undefined) continue;
    const field = claim.at.at(path.split('.'));
    const [from, to] = [was.rest.get(path) ?? 'not set', claim.rest.get(path) ?? 'not set'];
    return {
      at: field.exists ? field : claim.at.at(['metadata', 'name']),
      what: `${path} of the volume claim ${claim.name} was ${from} and is ${to}.`,
    };
  }
  const gone = old.find(({ name }) => !claims.some((claim) => claim.name === name));
  if (gone) return { at: list, what: `The volume claim ${gone.name} was removed.` };
  return claims.every(({ name }, i) => old[i]?.name === name)
    ? undefined
    : { at: list, what: 'The volume claims are in another order.' };
}

/** An autoscaler keeps the claims of its cluster, and ECK does not compare them then. */
const mayBeAutoscaled = (entry: Entry, workspace: Workspace): boolean =>
  workspace
    .all('ElasticsearchAutoscaler')
    .some(
      (autoscaler) =>
        autoscaler.facts.references.length === 0 ||
        autoscaler.facts.references.some(({ name }) => name === undefined || name === workspace.finalName(entry)),
    );
