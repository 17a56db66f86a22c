// Is security switched off in an Elasticsearch? ECK sets it on by default; a node set wins over ECK, a policy over both.

import type { Field } from '../text/field.ts';
import { booleanOf } from '../text/go.ts';
import { isUnknown, type Plain } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Decided, EffectiveConfig } from './effective.ts';
import { elasticsearchConfigs } from './layers.ts';

/** Every place that decides `xpack.security.enabled: false` for a node set. */
export const securitySwitchedOff = (elasticsearch: Entry, workspace: Workspace): Decided[] =>
  elasticsearchConfigs(elasticsearch, workspace).flatMap((config) => {
    const decided = config.scalar('xpack.security.enabled');
    return decided && isOff(decided.value) ? [decided] : [];
  });

/** Elasticsearch reads booleans from text, so the quoted "false" switches off too. */
export const isOff = (value: Plain): boolean => value === false || value === 'false';
export const isFalse = (field: Field): boolean => field.value === false || field.value === 'false';

/** Whether a switch that is off by default is on; undefined when that cannot be seen. */
export function switchedOn(config: EffectiveConfig, name: string): boolean | undefined {
  const decided = config.scalar(name);
  if (isUnknown(decided?.value) || (config.hidden && decided?.value !== true)) return undefined;
  return decided?.value === true || booleanOf(String(decided?.value)) === true;
}
