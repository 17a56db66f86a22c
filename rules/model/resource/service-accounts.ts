// Which ServiceAccounts pods run as, and which ones a binding gives rights to. `spec.serviceAccountName` of an ECK
// resource itself is something else: the account whose rights decide on references to other namespaces.
import type { Path } from '../text/field.ts';
import { podTemplates, type Resource } from './resource.ts';

/** The literal ServiceAccount names in the pod templates of a resource. */
export const podAccounts = (resource: Resource): string[] => [
  ...new Set(podTemplates(resource).flatMap((template) => template.at(['spec', 'serviceAccountName']).text ?? [])),
];

/** A ServiceAccount in a binding. */
export interface Subject {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly path: Path;
}

export interface Binding {
  /** the ServiceAccounts; those of other kinds and those that are not literal are left out */
  readonly subjects: readonly Subject[];
  /** it gives rights to groups too, which ServiceAccounts are members of */
  readonly groups: boolean;
  /** every subject can be seen */
  readonly complete: boolean;
  /** the role it gives; undefined when that is not literal */
  readonly role: string | undefined;
}

export function bindingOf({ root }: Resource): Binding {
  const list = root.get('subjects');
  const items = list.items();
  const accounts = items.filter((item) => item.get('kind').text === 'ServiceAccount');
  return {
    subjects: accounts.flatMap((item) => {
      const [name, namespace] = [item.get('name').text, item.get('namespace')];
      return name === undefined || namespace.shape === 'template'
        ? []
        : [{ name, namespace: namespace.text, path: item.pathBelow(root) }];
    }),
    groups: items.some((item) => item.get('kind').text === 'Group'),
    complete:
      list.complete && accounts.every((item) => item.get('name').text && item.get('namespace').shape !== 'template'),
    role: root.at(['roleRef', 'name']).text,
  };
}
