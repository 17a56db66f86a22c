// Patches that stand in a kustomization itself, as text: what they do to the settings of a Kibana. Source: kustomize's
// strategic merge and JSON patches; to resources it has no schema of, as ECK's, a merge patch is a JSON merge patch.
import { type Contribution, contribution, type SettingFact } from '../resource/contribution.ts';
import { parse } from '../text/document.ts';
import { Field, type Path } from '../text/field.ts';
import { isUnknown } from '../text/plain.ts';

export interface InlinePatch {
  /** the Kibana it changes */
  readonly name: string;
  /** what it sets, all at the place of its text; hidden when it does more than can be told */
  readonly config: Contribution;
}

const start = ['spec', 'config'];

/** The patch in a text, for a Kibana named in it or by its target; undefined when it is for something else. */
export function inlinePatch(text: string, target: Field | undefined, path: Path): InlinePatch | undefined {
  const root = Field.root(parse(text));
  const kind = target?.exists ? target.get('kind').text : root.get('kind').text;
  const name = target?.exists ? target.get('name').text : root.at(['metadata', 'name']).text;
  if (name === undefined || kind !== 'Kibana') return undefined;
  const own = root.list ? operations(root) : contribution(root.at(start), root);
  const hides = ({ value }: SettingFact): boolean => value === null || Array.isArray(value) || isUnknown(value);
  return {
    name,
    // what a merge patch takes away or puts in place of a list is no layer over the rest
    config: { settings: own.settings.map((s) => ({ ...s, path })), hidden: own.hidden || own.settings.some(hides) },
  };
}

/** What the operations of a JSON patch add to `spec.config`. */
function operations(root: Field): Contribution {
  const settings: SettingFact[] = [];
  let hidden = !root.complete;
  for (const operation of root.items()) {
    const steps = (operation.get('path').text ?? '')
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const value = operation.get('value');
    const inside = start.every((step, i) => steps[i] === undefined || steps[i] === step);
    if (!inside) continue;
    const added = ['add', 'replace'].includes(operation.get('op').text ?? '') && steps.length >= start.length;
    if (!added || value.list || value.shape === 'null') {
      hidden = true;
      continue;
    }
    const name = steps.slice(start.length).join('.');
    if (value.map) {
      const inner = contribution(value, root);
      hidden ||= inner.hidden;
      settings.push(...inner.settings.map((s) => ({ ...s, name: name === '' ? s.name : `${name}.${s.name}` })));
    } else if (value.value === undefined || name === '') hidden = true;
    else settings.push({ name, value: value.value, path: [] });
  }
  return { settings, hidden };
}
