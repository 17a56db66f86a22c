// Visiting a YAML tree.
import { isAlias, isCollection, isPair, type Node, Scalar } from 'yaml';

/** Calls `visit` on a node and everything below it, without following aliases. */
export function walk(root: Node, visit: (node: Node) => void): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (isPair(node)) open.push(node.key, node.value);
    else if (node instanceof Scalar || isAlias(node) || isCollection(node)) {
      visit(node);
      // one by one: a call takes only so many arguments
      if (isCollection(node)) for (const item of node.items) open.push(item);
    }
  }
}
