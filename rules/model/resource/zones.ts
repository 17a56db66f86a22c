// Node sets that spread over the zones of a label. Source: ECK's API type ZoneAwareness.
import type { Field } from '../text/field.ts';
import { nodeSets, type Resource } from './resource.ts';

const defaultKey = 'topology.kubernetes.io/zone';

export interface ZoneAwareSet {
  readonly set: Field;
  /** the label that names the zone of a Kubernetes node; undefined when it is not literal */
  readonly key: string | undefined;
  /** where it is written, or would be */
  readonly field: Field;
}

/** The node sets with `zoneAwareness`, be it empty. */
export const zoneAwareSets = (resource: Resource): ZoneAwareSet[] =>
  nodeSets(resource).flatMap((set) => {
    const zones = set.get('zoneAwareness');
    if (!zones.map) return [];
    const field = zones.get('topologyKey');
    const known = field.shape !== 'template' && (field.exists || zones.complete);
    return [{ set, key: known ? field.text?.trim() || defaultKey : undefined, field: field.exists ? field : zones }];
  });
