// What an Agent resource is in Fleet, and what its author gives it by hand. Source: ECK's Agent controller and the
// start-up of Elastic Agent's container.
import { podTemplates, type Resource } from './resource.ts';

/** Whether an Agent in fleet mode is a Fleet Server; undefined when a template decides. */
export function isFleetServer(resource: Resource): boolean | undefined {
  const field = resource.root.at(['spec', 'fleetServerEnabled']);
  if (field.shape === 'template') return undefined;
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
