// Is security switched off in an Elasticsearch? ECK sets it on by default; a user value in a node set wins.
import type { Field } from './field.ts';
import { nodeSets, type Resource } from './resource.ts';
import { settingsOf } from './settings.ts';

/** Every `xpack.security.enabled: false` of an Elasticsearch's node sets. */
export function securitySwitchedOff(resource: Resource): Field[] {
  return nodeSets(resource).flatMap((set) => {
    const field = settingsOf(set.get('config')).at('xpack.security.enabled').only;
    return field && isFalse(field) ? [field] : [];
  });
}

/** Elasticsearch reads booleans from text, so the quoted "false" switches off too. */
export const isFalse = (field: Field): boolean => field.value === false || field.value === 'false';
