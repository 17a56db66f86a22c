// Is security switched off in an Elasticsearch? ECK sets it on by default; a node set wins over ECK, a policy over both.

import type { Field } from '../text/field.ts';
import type { Plain } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Decided } from './effective.ts';
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
