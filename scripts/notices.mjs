// Collects the licences of the packages whose code is part of a bundle, as most of them ask for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Not bundled, but the source of the table of Kubernetes fields. */
const source = 'node_modules/@kubernetes/client-node/';

/**
 * The text of dist/THIRD-PARTY-NOTICES.txt.
 * @param {readonly string[]} inputs the files that went into the bundles, relative to the repository's root
 */
export function thirdPartyNotices(inputs) {
  const folders = new Set(
    [...inputs, source].flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []),
  );
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
  });
  return `ECK Lint contains code of the following packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** @param {string} folder */
function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e\b/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence file: its code cannot be shipped without one`);
  return readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trimEnd().concat('\n');
}
