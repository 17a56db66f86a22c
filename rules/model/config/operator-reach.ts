// Which namespaces the policies of a namespace reach. Source: ECK's StackConfigPolicy controller: a policy in the
// operator's own namespace applies to every resource the operator looks after, any other to its own namespace.
import type { Entry } from '../workspace/entry.ts';
import { compatible, type Workspace } from '../workspace/workspace.ts';

/** Where the operator lives unless somebody moved it. */
const usualNamespace = 'elastic-system';

/** Whether policies in `namespace` apply to resources in all of `target`; undefined when that cannot be seen. */
export function reaches(namespace: string, target: string | undefined, workspace: Workspace): boolean | undefined {
  const operators = workspace.all('EckOperator');
  const places = operators.map((entry) => entry.facts.operator?.namespace ?? workspace.namespaceOf(entry));
  const here = operators.filter((_, i) => places[i] === namespace);
  // without an operator in sight, or one in a namespace that something else fills in
  if (here.length === 0) return namespace === usualNamespace && places.every((place) => place === undefined);
  const answers = here.map((entry) => {
    const managed = managedBy(entry, workspace);
    return managed && (managed.length === 0 || target === undefined || managed.includes(target));
  });
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** The namespaces an operator looks after: empty for all of them. */
function managedBy(entry: Entry, workspace: Workspace): readonly string[] | undefined {
  const { managed, configMaps = [] } = entry.facts.operator ?? {};
  if (managed?.length !== 0) return managed;
  const settings = workspace
    .all('ConfigMap')
    .filter(({ resource }) => configMaps.includes(resource.name ?? ''))
    .filter((map) => compatible(workspace.namespaceOf(map), workspace.namespaceOf(entry)));
  return settings.find(({ facts }) => facts.managed)?.facts.managed ?? [];
}
