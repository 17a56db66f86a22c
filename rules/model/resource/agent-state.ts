// Where an Agent keeps its state: enrollment, keys, queues. Source: ECK's pod template for Agent, which mounts the
// directory /var/lib/elastic-agent/<namespace>/<name>/state of the node unless the author brings a volume `agent-data`.

import type { Field } from '../text/field.ts';
import { compareVersions } from '../text/version.ts';
import { workloads } from './agent-mode.ts';
import type { Resource } from './resource.ts';

export interface NodeState {
  /** `deployment`, `daemonSet` or `statefulSet` */
  readonly workload: Field;
  /** the spec of its pods; it may be missing */
  readonly pod: Field;
  /** the container of the agent; undefined when ECK makes all of it */
  readonly container: Field | undefined;
}

const statePath = '/usr/share/elastic-agent/state';

/** The workload of an Agent whose state is certainly in ECK's directory on the node; undefined otherwise. */
export function stateOnNode(resource: Resource): NodeState | undefined {
  const spec = resource.root.get('spec');
  const [workload, second] = workloads.map((name) => spec.get(name)).filter((field) => field.exists);
  if (workload?.shape !== 'map' || second || !spec.complete) return undefined;
  if ((compareVersions(spec.get('version').text ?? '', '7.15.0') ?? -1) < 0) return undefined;
  const pod = workload.at(['podTemplate', 'spec']);
  const ownVolumes = [...pod.get('volumes').items(), ...workload.get('volumeClaimTemplates').items()];
  const names = ownVolumes.map((volume) =>
    volume.get('name').exists ? volume.get('name') : volume.at(['metadata', 'name']),
  );
  if (names.some((name) => name.text === undefined || name.text === 'agent-data')) return undefined;
  const containers = pod.get('containers').items();
  if (containers.some((container) => container.get('name').text === undefined)) return undefined;
  const container = containers.find((c) => c.get('name').text === 'agent');
  const mounts = container?.get('volumeMounts').items() ?? [];
  const moved =
    mounts.some((mount) => covers(mount.get('mountPath').text)) ||
    container?.get('envFrom').exists ||
    container
      ?.get('env')
      .items()
      .some((variable) => [undefined, 'STATE_PATH'].includes(variable.get('name').text));
  return moved ? undefined : { workload, pod, container };
}

/** A mount there hides what ECK mounts. */
const covers = (path: string | undefined): boolean =>
  path === undefined || statePath === path.replace(/\/$/, '') || statePath.startsWith(`${path.replace(/\/$/, '')}/`);
