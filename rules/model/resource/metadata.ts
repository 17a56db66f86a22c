// What the API server asks of the metadata of every object. Source: the validation of ObjectMeta in Kubernetes.
import type { Field } from '../text/field.ts';
import { hasPlaceholder, isPlaceholderWord } from '../text/template.ts';
import type { Resource } from './resource.ts';

const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const word = /^(?:[a-z0-9](?:[-\w.]*[a-z0-9])?)$/i;

export interface UnfitMetadata {
  readonly field: Field;
  readonly fault: 'name' | 'key' | 'label';
}

/** Names, keys of labels and annotations, and values of labels that no object can have. */
export function unfitMetadata({ root, block }: Resource): UnfitMetadata[] {
  if (block) return [];
  const metadata = root.get('metadata');
  const found: UnfitMetadata[] = [];
  for (const part of ['name', 'namespace']) {
    const field = metadata.get(part);
    if (isLiteral(field) && field.text !== '' && !(part === 'name' ? subdomain : namespace).test(field.text ?? ''))
      found.push({ field, fault: 'name' });
  }
  for (const part of ['labels', 'annotations'])
    for (const field of metadata.get(part).entries()) {
      const key = String(field.name);
      if (hasPlaceholder(key)) continue;
      // the prefix of an annotation may have capitals
      if (!isKey(part === 'labels' ? key : key.toLowerCase())) found.push({ field, fault: 'key' });
      else if (part === 'labels' && isLiteral(field) && field.text !== '' && !isWord(field.text ?? ''))
        found.push({ field, fault: 'label' });
    }
  return found;
}

const namespace = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

const isWord = (text: string): boolean => text.length <= 63 && word.test(text);

function isKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const [prefix] = parts;
  return parts.length < 2 && isWord(name) && (prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix)));
}

const isLiteral = (field: Field): boolean =>
  field.shape === 'text' && !isPlaceholderWord(field.text ?? '') && !replaced.test(field.text ?? '');

/** A part that a script replaces: `es-<team>`, `kb-@env@`, `es-CLUSTER`. */
const replaced = /<[^>]+>|@\w+@|%\w+%|#\w+#|[${}]|(?:^|[-._])[A-Z]{2,}[A-Z0-9_]*(?:$|[-.])/;
