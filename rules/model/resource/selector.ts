// Kubernetes label selectors over labels from manifests.
import { isUnknown, member, type Plain } from '../text/plain.ts';

/** Whether a label selector takes labels in; undefined when a placeholder decides. An empty or missing one takes all. */
export function matches(selector: Plain | undefined, labels: Readonly<Record<string, string>>): boolean | undefined {
  if (isUnknown(selector)) return undefined;
  const equal = member(selector, 'matchLabels');
  const expressions = member(selector, 'matchExpressions');
  if (isUnknown(equal) || isUnknown(expressions)) return undefined;
  let answer: boolean | undefined = true;
  if (typeof equal === 'object' && equal !== null)
    for (const [key, value] of Object.entries(equal)) {
      if (isUnknown(value) || isUnknown(key) || isUnknown(labels[key])) answer = undefined;
      else if (labels[key] !== String(value)) return false;
    }
  if (Array.isArray(expressions))
    for (const expression of expressions) {
      const own = evaluate(expression, labels);
      if (own === false) return false;
      if (own === undefined) answer = undefined;
    }
  return answer;
}

function evaluate(expression: Plain, labels: Readonly<Record<string, string>>): boolean | undefined {
  const key = member(expression, 'key');
  const values = member(expression, 'values');
  if (typeof key !== 'string' || isUnknown(key)) return undefined;
  const value = labels[key];
  const list = Array.isArray(values) ? values : [];
  const operator = member(expression, 'operator');
  if (isUnknown(values) || list.some(isUnknown)) return undefined;
  if (isUnknown(value) && (operator === 'In' || operator === 'NotIn')) return undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && list.map(String).includes(value);
    case 'NotIn':
      return value === undefined || !list.map(String).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return undefined;
  }
}
