// What the grammar of YAML allows and kubectl refuses all the same. Source: the reader in sigs.k8s.io/yaml (goyaml.v2),
// which checks the range of characters, the version of the document, what merge keys bring in and what tags promise.
import { isAlias, isMap, isSeq, type Node, Scalar } from 'yaml';
import { meaning } from './meaning.ts';
import type { SyntaxProblem } from './syntax.ts';
import { hasPlaceholder } from './template.ts';
import { walk } from './walk.ts';

/** Outside of what the reader takes for characters. */
const control = /[^\t\n\r -~\x85\xa0-\ufffd]/;
/** The same for a file that is read as JSON, since it begins with a brace. */
const controlInJson = /[^\t\n\r -\uffff]/;

/** The first thing in a well-formed document that kubectl refuses. */
export function refused(text: string, root: Node | null, resolve: (alias: Node) => Node | undefined): SyntaxProblem[] {
  const problem =
    characters(text) ?? version(text) ?? (root && /!!|<</.test(text) ? within(root, text, resolve) : undefined);
  return problem ? [problem] : [];
}

function characters(text: string): SyntaxProblem | undefined {
  const odd = (/^\s*\{/.test(text) ? controlInJson : control).exec(text);
  if (!odd) return undefined;
  const code = odd[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const span = { start: odd.index, end: odd.index + 1 };
  return { message: `the control character U+${code} is not allowed`, span };
}

/** The reader knows YAML 1.1 and refuses a document that says it is of another version. */
function version(text: string): SyntaxProblem | undefined {
  if (!text.includes('%YAML')) return undefined;
  for (let start = 0; start < text.length; start = text.indexOf('\n', start) + 1) {
    const end = text.indexOf('\n', start) + 1 || text.length;
    const line = text.slice(start, end).trimEnd();
    if (/^\uFEFF?%YAML[ \t]/.test(line) && !/[ \t]1\.1(?:[ \t]|$)/.test(line))
      return {
        message: 'kubectl reads only YAML version 1.1',
        span: { start, end: start + line.length },
      };
    if (!/^\uFEFF?(?:%.*|[ \t]*(?:#.*)?)$/.test(line) || end === text.length) break;
  }
  return undefined;
}

/** By tag: whether a scalar is what the tag says, whatever its quotes; by Go's rules. */
const promises: Readonly<Record<string, (scalar: Scalar) => boolean>> = {
  'tag:yaml.org,2002:int': (scalar) => Number.isInteger(meaning(scalar)),
  'tag:yaml.org,2002:float': (scalar) =>
    typeof meaning(scalar) === 'number' || /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(String(scalar.value)),
  'tag:yaml.org,2002:bool': (scalar) => typeof meaning(scalar) === 'boolean',
  'tag:yaml.org,2002:null': (scalar) => meaning(scalar) === null,
};

function within(root: Node, text: string, resolve: (alias: Node) => Node | undefined): SyntaxProblem | undefined {
  const found: SyntaxProblem[] = [];
  const tell = (node: Node | null, message: string, otherwise: Node): void => {
    const [start = 0, end = 0] = node?.range && node.range[1] > node.range[0] ? node.range : (otherwise.range ?? []);
    const line = text.indexOf('\n', start);
    found.push({ message, span: { start, end: line < 0 ? end : Math.min(end, line) } });
  };
  walk(root, (node) => {
    if (node instanceof Scalar && node.tag && Object.hasOwn(promises, node.tag)) {
      if (!hasPlaceholder(String(node.value ?? '')) && !promises[node.tag]?.(node))
        tell(node, `this value does not match its tag !!${node.tag.slice(node.tag.indexOf(':', 4) + 1)}`, node);
    }
    if (!isMap(node)) return;
    for (const { key, value } of node.items as { key: Node; value: Node | null }[])
      if (key instanceof Scalar && key.value === '<<' && key.type === Scalar.PLAIN && !isMergeable(value, resolve))
        tell(value, 'a merge key (<<) needs a map or a list of maps', key);
  });
  return found.sort((a, b) => a.span.start - b.span.start)[0];
}

/** Whether a merge key can bring this in, as far as it is known. */
function isMergeable(value: Node | null, resolve: (alias: Node) => Node | undefined): boolean {
  const isMapOrUnknown = (node: Node | null | undefined): boolean =>
    isMap(node) || (node instanceof Scalar && hasPlaceholder(String(node.value ?? '')));
  const target = (node: Node | null): Node | null | undefined => (isAlias(node) ? resolve(node) : node);
  if (isSeq(value)) return (value.items as Node[]).every((item) => isMapOrUnknown(target(item)));
  return isMapOrUnknown(target(value));
}
