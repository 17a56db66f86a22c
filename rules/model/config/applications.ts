// The applications that a manifest takes part in configuring, each with the settings it ends up with.
import { isStackVersion } from '../text/version.ts';
import type { Entry } from '../workspace/entry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { EffectiveConfig } from './effective.ts';
import { elasticsearchConfigs, elasticsearchesOf, kibanaConfig, kibanasOf } from './layers.ts';

export interface Application {
  readonly kind: 'Elasticsearch' | 'Kibana';
  /** the Elasticsearch or Kibana */
  readonly owner: Entry;
  readonly version: string;
  readonly config: EffectiveConfig;
}

/** One for each Kibana and each node set; none where the version is not known, or a patch may change it. */
export function applicationsOf(entry: Entry, workspace: Workspace): Application[] {
  const { kind } = entry.resource;
  const known = (owner: Entry): string | undefined => {
    const { version } = owner.facts;
    return version !== undefined && isStackVersion(version) && workspace.standingOf(owner) !== 'partial'
      ? version
      : undefined;
  };
  const found: Application[] = [];
  if (kind !== 'Kibana')
    for (const owner of elasticsearchesOf(entry, workspace)) {
      const version = known(owner);
      if (version === undefined) continue;
      for (const config of elasticsearchConfigs(owner, workspace))
        found.push({ kind: 'Elasticsearch', owner, version, config });
    }
  if (kind !== 'Elasticsearch')
    for (const owner of kibanasOf(entry, workspace)) {
      const version = known(owner);
      if (version !== undefined) found.push({ kind: 'Kibana', owner, version, config: kibanaConfig(owner, workspace) });
    }
  return found;
}
