// A package registry, as far as the programs need one: which version of a Fleet package is the newest for a Kibana.
import { compareVersions, isStackVersion, type PackageQuestion } from '../../rules/index.ts';

export interface Registry {
  /**
   * The newest version of a package that the registry at an address has for a stack version; undefined when it has none.
   * Rejects with a RegistryError when it cannot be asked.
   */
  newest(address: string, question: PackageQuestion): Promise<string | undefined>;
}

/** Why a registry gave no answer, in words that follow its address: `answered with status 500`. */
export class RegistryError extends Error {}

/** The address of the answer to a question. */
export const searchAddress = (address: string, { name, stackVersion }: PackageQuestion): string =>
  `${address.replace(/\/+$/, '')}/search?package=${encodeURIComponent(name)}&kibana.version=${encodeURIComponent(stackVersion)}`;

/** The version in the text of an answer. Trusts nothing in it. */
export function readAnswer(text: string, { name }: PackageQuestion): string | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new RegistryError('did not answer with JSON');
  }
  if (!Array.isArray(found)) throw new RegistryError('did not answer with a list of packages');
  const versions = found.flatMap((item: unknown) => {
    const { name: itsName, version } = (item ?? {}) as { name?: unknown; version?: unknown };
    return itsName === name ? [version] : [];
  });
  if (!versions.every((version) => typeof version === 'string' && version.length < 100 && isStackVersion(version)))
    throw new RegistryError('answered with something that is no version');
  return (versions as string[]).sort((a, b) => compareVersions(b, a) ?? 0)[0];
}
