// CPU and memory can be set in two places, `resources` and the main container of the pod template. The first one wins.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  type Field,
  isAtLeast,
  isNewestApi,
  mainContainer,
  nodeSets,
  type Resource,
  versionedKinds,
  workloads,
} from '../model/index.ts';

export const resourcesShadowed = defineRule({
  id: 'resources-shadowed',
  topic: 'pods',
  summary: 'CPU or memory is set both in resources and in the pod template, and only one of them takes effect.',
  severity: 'warning',
  kinds: versionedKinds,
  admission: ['es', 'kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'ls', 'epr', 'aop'].map(
    (kind) => `${kind}-resources-shadowed`,
  ),
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (figures, container) =>
      `resources also sets ${figures} and takes precedence: the value here, in the container ${container}, has no effect.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const main = mainContainer(resource);
    if (main === undefined || !isNewestApi(resource) || !isAtLeast(operator, '3.5.0')) return;
    for (const { shorthand, template } of pairs(resource)) {
      if (!shorthand.map) continue;
      const container = template
        .at(['spec', 'containers'])
        .items()
        .find((item) => item.get('name').text === main);
      if (!container) continue;
      const shadowed = figures
        .flatMap((path) => (isGiven(shorthand.at(path)) ? container.at(['resources', ...path]) : []))
        .filter((field) => field.exists);
      const [first] = shadowed;
      if (!first) continue;
      const names = shadowed.map((field) => field.path.slice(-2).join('.')).join(', ');
      report(first, 'found', [names, main], {
        onKey: true,
        related: () => [
          {
            entry,
            path: shorthand.at(first.path.slice(-2)).pathBelow(resource.root),
            message: 'This value takes effect.',
          },
        ],
        fixes: () => [withoutAll(container.get('resources'), shadowed)],
      });
    }
  },
});

const figures = ['requests', 'limits'].flatMap((map) => ['cpu', 'memory'].map((figure) => [map, figure]));

/** A zero counts, null does not. */
const isGiven = (field: Field): boolean => field.exists && field.shape !== 'null';

/** Each place for figures and the pod template that it is for. */
function pairs(resource: Resource): { shorthand: Field; template: Field }[] {
  const spec = resource.root.get('spec');
  if (resource.kind === 'Elasticsearch')
    return nodeSets(resource).map((set) => ({ shorthand: set.get('resources'), template: set.get('podTemplate') }));
  const owners =
    resource.kind === 'Agent' || resource.kind === 'Beat' ? workloads.map((name) => spec.get(name)) : [spec];
  return owners.map((owner) => ({ shorthand: spec.get('resources'), template: owner.get('podTemplate') }));
}

/** Takes figures away, and the maps that they leave empty. */
function withoutAll(resources: Field, shadowed: readonly Field[]) {
  const maps = ['requests', 'limits'].map((name) => resources.get(name)).filter((map) => map.exists);
  const gone = (map: Field): boolean => map.entries().every((figure) => shadowed.includes(figure));
  const all = resources.entries().every((map) => maps.includes(map) && gone(map));
  const whole = all ? [resources] : maps.filter(gone);
  // in braces the edits of neighbours would overlap
  const crowded = maps.some((map) => map.map?.flow && map.entries().filter((f) => shadowed.includes(f)).length > 1);
  if (!all && crowded && maps.some((map) => !gone(map))) return undefined;
  const targets = [...whole, ...(all ? [] : shadowed.filter((field) => !whole.includes(field.parent as Field)))];
  const edits = targets.map(remove);
  return fix('Remove what has no effect', edits.every((edit) => edit !== undefined) ? edits.flat() : undefined);
}
