// `spec.version` decides what ECK runs and has no default.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  type Entry,
  type Field,
  isPlaceholderWord,
  isStackVersion,
  onceFor,
  versionedKinds,
  type Workspace,
} from '../model/index.ts';

export const unknownStackVersion = defineRule({
  id: 'unknown-stack-version',
  topic: 'versions',
  summary: 'spec.version is missing, latest, or not a full version such as 9.2.1.',
  severity: 'error',
  kinds: versionedKinds,
  admission: [
    ...['kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'ls', 'epr', 'aop'].map((kind) => `${kind}-version`),
    'es-version-parse',
    'agent-version-reparse',
  ],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    missing: (kind) => `This ${kind} has no spec.version, and there is no default: ECK rejects the manifest.`,
    latest: () =>
      'latest is not a version: ECK rejects the manifest until spec.version is a full version (MAJOR.MINOR.PATCH).',
    malformed: (version) => `${version} is not a full version (MAJOR.MINOR.PATCH): ECK rejects the manifest.`,
    number: (version) =>
      `${version} is a number in YAML, but spec.version has to be a string with a full version (MAJOR.MINOR.PATCH): the API server refuses the manifest.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const field = resource.root.at(['spec', 'version']);
    const fixes = () => [withoutPrefix(field), ...sameAsOthers(entry, field, workspace)];
    if (!field.parent?.map && !hasNothing(resource.root)) return;
    if (!field.exists || field.shape === 'null' || field.text === '')
      return report(field, 'missing', [resource.kind], { fixes });
    const text = field.text;
    if (text === undefined || isStackVersion(text)) return;
    if (text.toLowerCase() === 'latest') return report(field, 'latest', [], { fixes });
    if (isPlaceholderWord(text)) return;
    if (field.shape === 'number') return report(field, 'number', [text], { fixes });
    report(field, 'malformed', [text === text.trim() ? text : JSON.stringify(text)], { fixes });
  },
});

/** Neither a spec nor anything that could stand for one, as the deletion of a patch or a status can. */
const hasNothing = (root: Field): boolean =>
  !['text', 'number', 'boolean', 'list', 'template'].includes(root.get('spec').shape) &&
  root.entries().every(({ name }) => ['apiVersion', 'kind', 'metadata', 'spec'].includes(String(name)));

/** `v9.2.1` was meant as 9.2.1. */
function withoutPrefix(field: Field): Fix | undefined {
  const bare = field.text?.trim().replace(/^v/i, '');
  return bare && bare !== field.text && isStackVersion(bare)
    ? fix(`Use ${bare}`, replaceValue(field, bare))
    : undefined;
}

/** The full versions in each file, and one of the resources that have them. */
const versionsByFile = onceFor((workspace) => {
  const files = new Map<string, { some: Entry; versions: Set<string> }>();
  for (const entry of versionedKinds.flatMap((kind) => workspace.all(kind))) {
    const { version } = entry.facts;
    if (version === undefined || !isStackVersion(version)) continue;
    const known = files.get(entry.path);
    if (known) known.versions.add(version);
    else files.set(entry.path, { some: entry, versions: new Set([version]) });
  }
  return files;
});

/** The version that all other resources of the deployment share. */
function sameAsOthers(entry: Entry, field: Field, workspace: Workspace): (Fix | undefined)[] {
  const others = new Set<string>();
  for (const [path, { some, versions }] of versionsByFile(workspace))
    if (path === entry.path || workspace.together(entry, some)) for (const version of versions) others.add(version);
  const [version, second] = others;
  if (version === undefined || second !== undefined) return [];
  const title = `Use ${version}, the version of the other resources`;
  return [fix(title, field.text ? replaceValue(field, version) : insert(field, version), false)];
}
