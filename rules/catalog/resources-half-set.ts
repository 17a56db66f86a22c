// ECK gives the main container requests and limits only where the author gives neither. Whoever sets one of them loses the
// others. Explicitly empty limits are how one leaves them to a LimitRange.
import { insert } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  compareVersions,
  defaultMemory,
  type Field,
  mainContainer,
  mainResources,
  podKinds,
  type Resource,
} from '../model/index.ts';

export const resourcesHalfSet = defineRule({
  id: 'resources-half-set',
  topic: 'pods',
  summary: 'Partial resources remove the memory limit that ECK sets by default.',
  severity: { heap: 'warning', noLimit: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'workspace',
  aliases: ['unset-memory-requirements', 'CKV_K8S_13', 'C-0004'],
  messages: {
    heap: () =>
      'With these resources ECK does not set its default memory limit. Unless a LimitRange sets one, Elasticsearch sizes its heap by the memory of the whole node and may be OOM-killed.',
    noLimit: (name) =>
      `With these resources ECK does not set its default memory limit. Unless a LimitRange sets one, the container ${name} may use all memory of the node.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    // an autoscaler writes figures of its own
    if (workspace.referrers(entry, 'ElasticsearchAutoscaler').length > 0) return;
    for (const { beside, container } of mainResources(resource)) {
      const own = container?.get('resources');
      const places = [own, beside].filter((place) => place !== undefined);
      const said = places.find(says);
      if (!said || places.some((place) => isOpen(place) || isOpen(place.get('limits')))) continue;
      if (places.some((place) => place.at(['limits', 'memory']).exists) || isEmptied(own?.get('limits'))) continue;
      // a patch has the rest elsewhere
      if (workspace.standingOf(entry) !== 'whole') continue;
      const request = places.map((place) => place.at(['requests', 'memory']).text).findLast(Boolean);
      const amount = request ?? defaultMemory(resource);
      const details = {
        onKey: true,
        fixes: () => [
          amount === undefined
            ? undefined
            : fix(`Limit the memory to ${amount}`, insert(said.at(['limits', 'memory']), amount), false),
        ],
      };
      if (resource.kind === 'Elasticsearch' && sizesHeap(container, resource)) report(said, 'heap', [], details);
      else report(said, 'noLimit', [mainContainer(resource) ?? '(no name)'], details);
    }
  },
});

/** Whether it has a figure, which is what takes the default away. */
const says = (place: Field): boolean => ['limits', 'requests'].some((kind) => place.get(kind).entries().length > 0);

const isEmptied = (limits: Field | undefined): boolean => limits?.map?.items.length === 0;

const isOpen = (field: Field): boolean => field.shape === 'template' || !field.complete;

/** Elasticsearch sizes its heap by itself since 7.11, unless somebody tells it a size. */
function sizesHeap(container: Field | undefined, { root }: Resource): boolean {
  const version = compareVersions(root.at(['spec', 'version']).text ?? '', '7.11.0');
  if (version === undefined || version < 0) return false;
  if (!container) return true;
  if (container.get('envFrom').exists) return false;
  const mounts = container.get('volumeMounts').items();
  if (mounts.some((mount) => !mount.get('mountPath').text || /jvm\.options/.test(mount.get('mountPath').text ?? '')))
    return false;
  return !container
    .get('env')
    .items()
    .some((variable) => /^(?:ES_JAVA_OPTS)?$/.test(variable.get('name').text ?? '') && mayTellHeap(variable));
}

const mayTellHeap = (variable: Field): boolean => {
  const { text } = variable.get('value');
  return text === undefined || text.includes('-Xmx') || text.includes('RAMPercentage');
};
