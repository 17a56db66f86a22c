// Applies safe fixes to the files of a project until none is left, in memory first, then on disk.
import { applyEdits, type FileEdit, type Linter, readFile, withoutOverlap } from '../../rules/index.ts';
import type { Unusable } from '../host/host.ts';
import type { NodeHost } from '../host/node.ts';
import { findingsOf, type ProjectFile } from '../project.ts';
import { group } from './group.ts';

/** A fix may uncover a finding that has another; after so many rounds two of them undo each other. */
const mostRounds = 10;

export interface Fixed {
  readonly findings: number;
  readonly files: number;
  readonly unusable: readonly Unusable[];
}

/** Repairs what can be repaired without asking. Fixes that would reach into files that are not linted are left alone. */
export async function fixAll(files: readonly ProjectFile[], linter: Linter, host: NodeHost): Promise<Fixed> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const before = new Map<string, string>();
  const applied: (readonly FileEdit[])[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const candidates = files.flatMap((file) =>
      findingsOf(file, linter).flatMap((finding) => {
        // what stands in another workspace is another state of the file
        const within = ({ path }: FileEdit): boolean => byPath.get(path)?.workspace === file.workspace;
        const fix = finding.fixes().find(({ safe, edits }) => safe && edits.every(within));
        return fix ? [fix.edits] : [];
      }),
    );
    const edits = withoutOverlap(candidates);
    if (edits.length === 0) break;
    const taken = new Set(edits.map(identity));
    applied.push(...candidates.filter((candidate) => candidate.every((edit) => taken.has(identity(edit)))));
    for (const [path, own] of group(edits, ({ path }) => path)) change(byPath.get(path), own, before);
  }
  const unusable = new Map<string, Unusable>();
  let written = 0;
  for (const [path, old] of before) {
    const file = byPath.get(path);
    const text = file?.workspace.file(path)?.text;
    if (!file || text === undefined || text === old) continue;
    const problem = await replace(file, old, text, host);
    if (!problem) written += 1;
    else {
      unusable.set(path, problem);
      file.workspace.set(readFile(path, old));
    }
  }
  const findings = applied.filter((edits) => !edits.some(({ path }) => unusable.has(path))).length;
  return { findings, files: written, unusable: [...unusable.values()] };
}

/** Writes a file, if what is on disk is still what was read. */
async function replace(
  { path, encoding }: ProjectFile,
  old: string,
  text: string,
  host: NodeHost,
): Promise<Unusable | undefined> {
  const now = await host.read(path);
  if (!('text' in now)) return now;
  if (now.text !== old || now.encoding !== encoding)
    return { path, reason: 'has been changed by others since it was read: it was not written' };
  return host.write(path, text, encoding);
}

/** Puts a file's new text into its workspace, and notes the text it had at first. */
function change(file: ProjectFile | undefined, edits: readonly FileEdit[], before: Map<string, string>): void {
  const old = file?.workspace.file(file.path);
  if (!file || !old) return;
  if (!before.has(file.path)) before.set(file.path, old.text);
  file.workspace.set(readFile(file.path, applyEdits(old.text, edits), old));
}

const identity = ({ path, span, newText }: FileEdit): string => `${path}\0${span.start}\0${span.end}\0${newText}`;
