// Volumes and mounts that ECK gives the container of an Agent, and what of an author's takes their place. ECK leaves out
// its volume when the author has one of that name, and its mount when the author has one of that name or path. Source:
// ECK's pod template for Agent.
import type { Field } from '../text/field.ts';
import { isFleetServer } from './agent.ts';
import { agentMode } from './agent-mode.ts';
import { usesTls } from './http-service.ts';
import { podTemplates, type Resource } from './resource.ts';

export interface VolumeFault {
  readonly message: 'configuration' | 'certificates' | 'authority' | 'programs';
  readonly at: Field;
  /** the volume to give another name */
  readonly volume?: Field;
  readonly template: Field;
}

const home = '/usr/share/elastic-agent';
const fleetCertificates = '/usr/share/fleet-server/config/http-certs';

export function* agentVolumeFaults(resource: Resource): Generator<VolumeFault> {
  for (const template of podTemplates(resource)) {
    const spec = template.get('spec');
    if (!template.complete || !spec.complete) continue;
    const container = spec
      .get('containers')
      .items()
      .find((item) => item.get('name').text === 'agent');
    const mounts = container?.get('volumeMounts').items() ?? [];
    for (const volume of spec.get('volumes').items()) {
      const name = volume.get('name');
      const own = mounts.filter((mount) => mount.get('name').text === name.text);
      const message = name.text === undefined ? undefined : replaced(name.text, volume, own, container, resource);
      if (message) yield { message, at: name, volume, template };
    }
    // something may put the programs there first
    if (spec.get('initContainers').exists || container?.get('command').exists) continue;
    for (const mount of mounts) {
      const path = mount.get('mountPath');
      if (path.text?.replace(/\/+$/, '') === home) yield { message: 'programs', at: path, template };
    }
  }
}

function replaced(
  name: string,
  volume: Field,
  mounts: readonly Field[],
  container: Field | undefined,
  resource: Resource,
): VolumeFault['message'] | undefined {
  const spec = resource.root.get('spec');
  const env = container?.get('env').items() ?? [];
  const sets = (variable: string): boolean =>
    container?.get('envFrom').exists === true ||
    env.some((item) => [undefined, variable].includes(item.get('name').text));
  const paths = mounts.map((mount) => mount.get('mountPath').text?.replace(/\/+$/, ''));
  if (paths.includes(undefined)) return undefined;
  const mode = agentMode(resource);
  if (name === 'config') {
    const [own, from] = [spec.get('config'), spec.get('configRef')];
    // in fleet mode the file is read only when there is something to put in it
    const read = mode === 'standalone' || (mode === 'fleet' && (own.map || from.map));
    if (!read || ['args', 'command'].some((key) => container?.get(key).exists)) return undefined;
    // the author's own file at the very place
    return paths.some((path) => path === '/etc' || path?.startsWith('/etc/agent')) ? undefined : 'configuration';
  }
  if (mode !== 'fleet') return undefined;
  if (name === 'fleet-certs') {
    if (isFleetServer(resource) !== true || usesTls(spec.get('http'), resource.root) !== true) return undefined;
    if (sets('FLEET_SERVER_CERT') || paths.includes(fleetCertificates)) return undefined;
    // a Secret may hold the very keys
    return paths.length > 0 || ['emptyDir', 'configMap', 'hostPath'].some((kind) => volume.get(kind).exists)
      ? 'certificates'
      : undefined;
  }
  if (name === 'elasticsearch-certs') {
    if (isFleetServer(resource) !== false || !spec.get('fleetServerRef').get('name').text) return undefined;
    return paths.length > 0 && !paths.some((path) => path?.startsWith('/mnt/elastic-internal/'))
      ? 'authority'
      : undefined;
  }
  return undefined;
}

/** Every place in a pod template that names a volume: the volume itself and its mounts. */
export function namesOfVolume(volume: Field, template: Field): Field[] {
  const name = volume.get('name');
  const all = ['containers', 'initContainers'].flatMap((list) => template.at(['spec', list]).items());
  const mounts = all.flatMap((item) => [...item.get('volumeMounts').items(), ...item.get('volumeDevices').items()]);
  return [name, ...mounts.map((mount) => mount.get('name')).filter((field) => field.text === name.text)];
}
