// What an Agent resource is in Fleet, and what its author gives it by hand. Source: ECK's Agent controller and the
// start-up of Elastic Agent's container.
import { podTemplates, type Resource } from './resource.ts';

/** Whether an Agent in fleet mode is a Fleet Server; undefined when a template decides, or when it is a text. */
export function isFleetServer(resource: Resource): boolean | undefined {
  const field = resource.root.at(['spec', 'fleetServerEnabled']);
  if (field.shape === 'template' || typeof field.value === 'string') return undefined;
  return field.value === true;
}

/**
 * The environment variables the author sets in container `agent`, which win over ECK's. Undefined when some come from
 * elsewhere (`envFrom`), for then any may be set.
 */
export function fleetVariables(resource: Resource): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const template of podTemplates(resource)) {
    if (!template.complete) return undefined;
    for (const container of template.at(['spec', 'containers']).items()) {
      if (container.get('name').text !== 'agent') continue;
      if (container.get('envFrom').exists) return undefined;
      for (const variable of container.get('env').items()) names.add(variable.get('name').text ?? '');
    }
  }
  return names;
}

/**
 * Whether ECK adds the CA of Elasticsearch to what the pods of an Agent trust: it does when something in the pod runs as
 * root and nobody gives a command. Undefined when that cannot be seen.
 */
export function trustsCluster(resource: Resource): boolean | undefined {
  const templates = podTemplates(resource);
  if (!resource.root.get('spec').complete) return undefined;
  let root = false;
  for (const template of templates) {
    const spec = template.get('spec');
    if (!template.complete || template.shape === 'template') return undefined;
    const containers = spec.get('containers').items();
    const own = containers.find((container) => container.get('name').text === 'agent');
    if (own?.get('command').exists || own?.get('envFrom').exists) return undefined;
    // a volume of the author's may bring the CA
    if (spec.get('volumes').items().length > 0 && own?.get('volumeMounts').exists) return undefined;
    const users = [spec, ...containers].map((holder) => holder.at(['securityContext', 'runAsUser']));
    if (users.some((user) => user.shape === 'template')) return undefined;
    root ||= users.some((user) => user.value === 0);
  }
  return root;
}
