// Fleet packages that Kibana brings along: which version is in which release. Only what a source says of a release or
// its branch; what is not known is left out. Sources: elastic/kibana, by the number of the issue or pull request, and
// the states of its `fleet_packages.json`.
import { compareVersions } from '../text/version.ts';

/** By release, then package. A minor stands for its patch releases, unless these have a row of their own. */
const bundled: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // #129309
  '8.2.0': { apm: '8.2.0', endpoint: '8.2.0' },
  // #129309, #128138, #129311
  '8.2': { elastic_agent: '1.3.1', fleet_server: '1.1.1', synthetics: '0.9.2' },
  // #133255
  '8.3.0': { apm: '8.3.0', endpoint: '8.3.0' },
  // #133255, #133420, #133423
  '8.3': { elastic_agent: '1.3.3', fleet_server: '1.2.0', synthetics: '0.9.4' },
  // #138257, #138258
  '8.4.0': { apm: '8.4.0', elastic_agent: '1.3.4', endpoint: '8.4.1', synthetics: '0.10.1' },
  // #139650 (8.4.1); fleet_server is the same in #133420 and in the file of 8.5 and 8.6 while they were made
  '8.4': { elastic_agent: '1.3.5', fleet_server: '1.2.0' },
  // #139650; the file while 8.5 and 8.6 were made
  '8.5': { elastic_agent: '1.3.5', fleet_server: '1.2.0' },
  // #148071
  '8.6': { elastic_agent: '1.4.0' },
  // the file in January and in May 2025, before and after the release; no older version of the package suits 9.0
  '9.0': { fleet_server: '1.6.0' },
};

/**
 * Packages that take over the version of the Kibana they are built into, first and last minor of which that is known.
 * Source: #139567 (`forceAlignStackVersion`), and the file while 8.5, 8.6, 9.0 and 9.1 were made.
 */
const aligned: Readonly<Record<string, readonly [from: string, to: string]>> = {
  apm: ['8.5.0', '9.0.999'],
  profiler_collector: ['9.0.0', '9.0.999'],
  profiler_symbolizer: ['9.0.0', '9.0.999'],
};

/** The version of a package that comes with a Kibana, and the release that is known of; undefined when it is not known. */
export function bundledVersion(
  name: string,
  stackVersion: string,
): { readonly version: string; readonly release: string } | undefined {
  const [, minor] = /^(\d+\.\d+)\.\d+$/.exec(stackVersion) ?? [];
  if (minor === undefined) return undefined;
  for (const release of [stackVersion, minor]) {
    const row = Object.hasOwn(bundled, release) ? bundled[release] : undefined;
    const version = row && Object.hasOwn(row, name) ? row[name] : undefined;
    if (version !== undefined) return { version, release };
  }
  const [from, to] = (Object.hasOwn(aligned, name) ? aligned[name] : undefined) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const known = (compareVersions(stackVersion, from) ?? -1) >= 0 && (compareVersions(stackVersion, to) ?? 1) <= 0;
  return known ? { version: stackVersion, release: stackVersion } : undefined;
}
