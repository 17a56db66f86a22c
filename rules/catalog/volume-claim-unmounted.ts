// ECK mounts a claim called `elasticsearch-data` by itself. Claims under other names are for the author to mount.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, isNewestApi, nodeSets } from '../model/index.ts';

const dataClaim = 'elasticsearch-data';

export const volumeClaimUnmounted = defineRule({
  id: 'volume-claim-unmounted',
  topic: 'manifest',
  summary: 'A node set claims a volume that none of its containers mounts.',
  severity: { found: 'error', unused: 'warning' },
  kinds: ['Elasticsearch'],
  admission: ['es-pvc-unmounted'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (name) =>
      `ECK mounts only a claim called ${dataClaim} by itself, and no container of the pod template mounts ${name}: ECK rejects the manifest.`,
    unused: (name) =>
      `ECK mounts only a claim called ${dataClaim} by itself, and no container of the pod template mounts ${name}: it stays unused, and the data goes to the small volume that ECK claims by default.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    if (workspace.standingOf(entry) !== 'whole') return;
    // of the older version the webhook checks less
    const message = isNewestApi(resource) ? 'found' : 'unused';
    for (const set of nodeSets(resource)) {
      const list = set.get('volumeClaimTemplates');
      const claims = list.items().map((claim) => claim.at(['metadata', 'name']));
      const names = claims.map(({ shape, text = '' }) => (shape === 'template' ? undefined : text));
      // any of the names that are not literal may be the one
      if (!set.complete || names.includes(undefined) || names.includes(dataClaim)) continue;
      const template = set.get('podTemplate');
      const mounts = mountsOf(template);
      if (!mounts) continue;
      // renamed, it must not take the name of another volume, nor leave a mount behind
      const taken = template
        .at(['spec', 'volumes'])
        .items()
        .map((volume) => volume.get('name').text);
      const initial = template
        .at(['spec', 'initContainers'])
        .items()
        .flatMap((item) => item.get('volumeMounts').items());
      const free =
        names.length === 1 &&
        ![undefined, dataClaim].some((name) => taken.includes(name)) &&
        !initial.some((mount) => [undefined, names[0]].includes(mount.get('name').text));
      for (const claim of claims) {
        if (mounts.has(claim.text ?? '')) continue;
        report(claim, message, [claim.text || 'this one'], {
          fixes: () => [
            free && claim.text
              ? fix(`Rename it to ${dataClaim}`, replaceValue(claim, dataClaim), mounts.size === 0)
              : undefined,
          ],
        });
      }
    }
  },
});

/** What the containers mount, init containers left out; undefined when that cannot be seen. */
function mountsOf(template: Field): Set<string> | undefined {
  const containers = template.at(['spec', 'containers']);
  const lists = containers.items().map((container) => container.get('volumeMounts'));
  const mounts = lists.flatMap((list) => list.items().map((mount) => mount.get('name')));
  const hidden = [template, containers, ...containers.items(), ...lists, ...mounts].some(
    ({ shape }) => shape === 'template',
  );
  return hidden ? undefined : new Set(mounts.map(({ text = '' }) => text));
}
