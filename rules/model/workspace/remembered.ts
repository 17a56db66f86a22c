// Answers that are kept for as long as the facts of the workspace stay: many rules, and many resources, ask for the same.
import type { Entry } from './entry.ts';
import type { Workspace } from './workspace.ts';

/** An answer about one resource. */
export function remembered<T>(
  find: (entry: Entry, workspace: Workspace) => T,
): (entry: Entry, workspace: Workspace) => T {
  const known = new WeakMap<Entry, { workspace: Workspace; generation: number; answer: T }>();
  return (entry, workspace) => {
    const { generation } = workspace;
    const last = known.get(entry);
    if (last?.generation === generation && last.workspace === workspace) return last.answer;
    const answer = find(entry, workspace);
    known.set(entry, { workspace, generation, answer });
    return answer;
  };
}

/** An answer about the whole workspace, such as an index for a question that many resources ask. */
export function onceFor<T>(find: (workspace: Workspace) => T): (workspace: Workspace) => T {
  const known = new WeakMap<Workspace, { generation: number; answer: T }>();
  return (workspace) => {
    const { generation } = workspace;
    const last = known.get(workspace);
    if (last?.generation === generation) return last.answer;
    const answer = find(workspace);
    known.set(workspace, { generation, answer });
    return answer;
  };
}

/** Resources of some kinds by a text of their facts, in the order in which the workspace has them. */
export function indexed(
  entries: readonly Entry[],
  keys: (entry: Entry) => readonly string[],
): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>();
  for (const entry of entries)
    for (const key of keys(entry)) {
      const known = index.get(key);
      if (!known) index.set(key, [entry]);
      // a resource may have one text twice
      else if (known.at(-1) !== entry) known.push(entry);
    }
  return index;
}
