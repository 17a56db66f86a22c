// From a field of a live object to the line of the manifest it came from.
import { type Entry, type Finding, LineIndex, type Span, type Workspace } from '../../rules/index.ts';
import type { InManifest, Place, ProbeReport, Step, Subject } from './report.ts';

/** Where manifests are, and what rules find in them. */
export interface Manifests {
  readonly workspace: Workspace;
  /** the file the user looks at */
  readonly near?: string;
  findings(path: string): readonly Finding[];
}

export interface Located {
  readonly path: string;
  readonly span: Span;
  /** what a rule says of the same, with its fixes */
  readonly finding?: Finding;
}

/**
 * The manifest of a resource. Where several files have it, as overlays do, the one nearest to the file the user looks at
 * counts; undefined when there is none, or none can be said to be the one that runs.
 */
export function manifestOf(
  { kind, namespace, name }: Subject,
  workspace: Workspace,
  near: string | undefined,
): Entry | undefined {
  const all = [...workspace.files]
    .flatMap(({ path }) => workspace.entries(path))
    .filter(
      ({ resource: it }) =>
        it.kind === kind && it.name === name && (it.namespace === undefined || it.namespace === namespace),
    );
  const exact = all.filter(({ resource }) => resource.namespace !== undefined);
  const named = exact.length > 0 ? exact : all;
  if (named.length <= 1 || near === undefined) return only(named);
  return (
    only(named.filter(({ path }) => path === near)) ??
    only(named.filter(({ path }) => folderOf(path) === folderOf(near)))
  );
}

const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The part of a manifest that decides; undefined when the resource has none in the workspace. */
export function locate(place: Place, { workspace, near, findings }: Manifests): Located | undefined {
  const entry = manifestOf(place, workspace, near);
  if (!entry) return undefined;
  const { document } = entry.resource.root;
  const own = { start: entry.start, end: entry.start + document.text.length };
  const finding = findings(entry.path).find(
    ({ rule, span, resource }) =>
      rule === place.rule &&
      span.start >= own.start &&
      span.end <= own.end &&
      (resource?.name ?? place.name) === place.name,
  );
  if (finding) return { path: entry.path, span: finding.span, finding };
  const { start, end } = entry.resource.root.at(place.path).span;
  return { path: entry.path, span: { start: start + entry.start, end: end + entry.start } };
}

/** The report with every place tied to its manifest, as far as there is one. */
export function withManifests(
  report: ProbeReport,
  manifests: Manifests,
  nameOf: (path: string) => string,
): ProbeReport {
  const lines = new Map<string, LineIndex>();
  const inManifest = (place: Place): InManifest | undefined => {
    const found = locate(place, manifests);
    const text = found && manifests.workspace.file(found.path)?.text;
    if (!found || text === undefined) return undefined;
    const index = lines.get(found.path) ?? new LineIndex(text);
    lines.set(found.path, index);
    return {
      file: nameOf(found.path),
      range: { start: index.positionAt(found.span.start), end: index.positionAt(found.span.end) },
    };
  };
  const tied = <T extends Pick<Step, 'place'>>(holder: T): T => {
    const manifest = holder.place && inManifest(holder.place);
    return manifest ? { ...holder, place: { ...holder.place, manifest } } : holder;
  };
  return {
    ...report,
    verdict: tied(report.verdict),
    branches: report.branches.map((branch) => ({ ...branch, steps: branch.steps.map(tied) })),
  };
}
