// To which version a Fleet package that is installed at `latest` can be pinned, and what would have to be asked for it.

import { itemsOf, textBelow } from '../config/items.ts';
import { kibanaConfig, kibanasOf } from '../config/layers.ts';
import type { Entry } from '../workspace/entry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { bundledVersion } from './package-versions.ts';
import { fleetNames, pinsOf, stackVersionFor } from './preconfiguration.ts';

/** What a package registry can be asked: the newest version of a package that suits a stack version. */
export interface PackageQuestion {
  readonly name: string;
  readonly stackVersion: string;
}

/** What answers are kept under. */
export const packageKey = ({ name, stackVersion }: PackageQuestion): string => `${name} ${stackVersion}`;

/** A version to pin to, and where it is from, in words that follow it. */
export interface PackagePin {
  readonly version: string;
  readonly source: string;
}

/** The versions that `name` in the settings of `entry` can be pinned to, from the best source that has any. */
export function packagePins(name: string, entry: Entry, workspace: Workspace): PackagePin[] {
  const pins = pinsOf(name, entry, workspace);
  if (pins.length > 0) return pins.map((version) => ({ version, source: 'as elsewhere in this workspace' }));
  const stackVersion = stackVersionFor(entry, workspace);
  if (stackVersion === undefined) return [];
  const own = bundledVersion(name, stackVersion);
  if (own) return [{ version: own.version, source: `which Kibana ${own.release} bundles` }];
  const answer = workspace.packageVersions.get(packageKey({ name, stackVersion }));
  return answer === undefined
    ? []
    : [{ version: answer, source: `the newest for ${stackVersion} in the package registry` }];
}

/** What a registry has to be asked, because nothing else tells a version for a package at `latest` in this resource. */
export function packageQuestions(entry: Entry, workspace: Workspace): PackageQuestion[] {
  const stackVersion = stackVersionFor(entry, workspace);
  if (stackVersion === undefined) return [];
  const names = kibanasOf(entry, workspace)
    .flatMap((kibana) => itemsOf(kibanaConfig(kibana, workspace), fleetNames.packages))
    .filter((item) => item.entry === entry && textBelow(item, 'version') === 'latest')
    .map((item) => textBelow(item, 'name') ?? '')
    // what a package can be called
    .filter((name) => /^[a-z0-9_]{1,100}$/.test(name));
  return [...new Set(names)]
    .filter((name) => pinsOf(name, entry, workspace).length === 0 && !bundledVersion(name, stackVersion))
    .map((name) => ({ name, stackVersion }));
}
