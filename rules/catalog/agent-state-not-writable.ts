// ECK lets the kubelet make the directory for an Agent's state on the node, so it belongs to root; the image runs as
// another user.
import { append, insert, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { compareVersions, type Field, type NodeState, type Resource, stateOnNode } from '../model/index.ts';

export const agentStateNotWritable = defineRule({
  id: 'agent-state-not-writable',
  topic: 'pods',
  summary: 'An Agent that does not run as root keeps its state in a directory of the node that belongs to root.',
  severity: 'warning',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    notRoot: () =>
      'ECK keeps the state in a hostPath directory that belongs to root, and this Agent does not run as root: it stops with "preparing STATE_PATH … failed: … permission denied" unless something changes the owner of the directory.',
    dropped: () =>
      'ECK keeps the state in a hostPath directory that belongs to root. This Agent does not run as root, and without the capabilities CHOWN and SETPCAP it cannot change the owner: it stops with "preparing STATE_PATH … failed: … permission denied".',
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const state = stateOnNode(resource);
    if (!state || workspace.standingOf(entry) !== 'whole' || isPrepared(state, resource)) return;
    const { pod, container } = state;
    const users = [container?.at(['securityContext', 'runAsUser']), pod.at(['securityContext', 'runAsUser'])];
    const user = users.find((field) => field?.exists);
    if (user?.value === 0 || user?.shape === 'template') return;
    const dropped = container?.at(['securityContext', 'capabilities', 'drop']);
    const capable = dropped && takesOver(resource) ? dropped : undefined;
    report(capable ?? user ?? pod.get('securityContext'), capable ? 'dropped' : 'notRoot', [], {
      onKey: capable !== undefined || user === undefined,
      fixes: () => [
        capable && addCapabilities(container),
        fix('Run as root', user ? replaceValue(user, 0) : insert(pod.at(['securityContext', 'runAsUser']), 0), false),
        // the kubelet gives an emptyDir to the group of the pod
        pod.get('volumes').exists || pod.get('securityContext').exists
          ? undefined
          : fix(
              'Keep the state in an emptyDir',
              pod.exists
                ? both(insert(pod.get('securityContext'), { fsGroup: 1000 }), insert(pod.get('volumes'), emptyDir))
                : insert(pod, { securityContext: { fsGroup: 1000 }, volumes: emptyDir }),
              false,
            ),
      ],
    });
  },
});

function addCapabilities(container: Field | undefined): Fix | undefined {
  const added = container?.at(['securityContext', 'capabilities', 'add']);
  if (!added) return undefined;
  const has = added.items().map((item) => item.text);
  const wanted = ['CHOWN', 'SETPCAP'].filter((name) => !has.includes(name));
  const edits = added.exists ? wanted.map((name) => append(added, name)) : [insert(added, wanted)];
  // two items at the end of one list are two edits at one place
  return edits.length === 1 ? fix('Add the capabilities that it needs', edits[0], false) : undefined;
}

const emptyDir = [{ name: 'agent-data', emptyDir: {} }];

const both = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined =>
  a && b && [...a, ...b];

/** Something may make the directory writable, or the image run as root. */
function isPrepared({ pod, container }: NodeState, resource: Resource): boolean {
  const has = (field: Field | undefined): boolean => field?.exists === true;
  if (has(pod.get('initContainers')) || has(container?.get('command'))) return true;
  const images = [resource.root.at(['spec', 'image']), container?.get('image')].filter(has);
  if (images.some((image) => !/(?:^|\/)elastic-agent(?:-complete)?(?:[:@][^/]*)?$/.test(image?.text ?? '')))
    return true;
  // from 8.16 on the image takes the directory over by itself where its capabilities allow
  return takesOver(resource) && !lacksCapabilities(container);
}

const takesOver = ({ root }: Resource): boolean =>
  (compareVersions(root.at(['spec', 'version']).text ?? '', '8.16.0-0') ?? 0) >= 0;

/** What the image needs to take a directory over is given to every container, unless it is dropped. */
function lacksCapabilities(container: Field | undefined): boolean {
  const context = container?.get('securityContext');
  const capabilities = context?.get('capabilities');
  if (!capabilities?.complete || context?.get('privileged').exists) return false;
  const [dropped, added] = ['drop', 'add'].map((key) =>
    capabilities
      .get(key)
      .items()
      .map((item) => item.text),
  ) as [(string | undefined)[], (string | undefined)[]];
  if (added.includes(undefined) || added.includes('ALL')) return false;
  return ['CHOWN', 'SETPCAP'].some(
    (name) => !added.includes(name) && (dropped.includes('ALL') || dropped.includes(name)),
  );
}
