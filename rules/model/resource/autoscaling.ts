// The policies of an ElasticsearchAutoscaler. Source: the API types of ECK's autoscaler.
import type { Field } from '../text/field.ts';
import { isUnknown, type Plain } from '../text/plain.ts';
import type { Contribution } from './contribution.ts';
import type { Resource } from './resource.ts';

export interface AutoscalingPolicy {
  readonly at: Field;
  readonly name: Field;
  readonly roles: Field;
  /** the roles as texts; undefined when something that cannot be seen fills them in */
  readonly roleNames: readonly string[] | undefined;
}

export const autoscalingPolicies = (resource: Resource): AutoscalingPolicy[] =>
  resource.root
    .at(['spec', 'policies'])
    .items()
    .filter((at) => at.shape === 'map')
    .map((at) => {
      const roles = at.get('roles');
      return { at, name: at.get('name'), roles, roleNames: textsOf(roles) };
    });

function textsOf(list: Field): string[] | undefined {
  if (list.shape === 'missing' || list.shape === 'null') return [];
  const texts = list.items().map((item) => item.text);
  return list.list && list.complete && texts.every((text) => text !== undefined) ? (texts as string[]) : undefined;
}

/** Whether two lists name the same roles, in any order. */
export const sameRoles = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((role) => b.includes(role));

/**
 * The roles that node sets give in `node.roles`, as ECK's autoscaler reads them: 'none' where there is no setting of
 * `node` at all, undefined where it cannot be seen. Policies that change the configuration are not asked.
 */
export const rolesOfNodeSets = (
  configs: readonly Contribution[] = [],
): readonly (readonly string[] | 'none' | undefined)[] => configs.map(rolesOfNodeSet);

function rolesOfNodeSet({ settings, hidden }: Contribution): readonly string[] | 'none' | undefined {
  if (hidden) return undefined;
  const node = settings.filter(({ name }) => name === 'node' || name.startsWith('node.'));
  if (node.length === 0) return 'none';
  const [roles, second] = node.filter(({ name }) => name === 'node.roles');
  if (second || node.some(({ name }) => name === 'node')) return undefined;
  const items = roles?.value ?? [];
  const list = Array.isArray(items) ? (items as readonly Plain[]) : [items];
  return list.every((role) => typeof role === 'string' && !isUnknown(role)) ? (list as readonly string[]) : undefined;
}
