// The ECK operator's own workload, where a workspace holds it too: in which namespace it runs, and which ones it looks
// after. Source: ECK's installation manifests and Helm chart, and the flags of the operator.
import { parse } from '../text/document.ts';
import { Field } from '../text/field.ts';

export interface OperatorWorkload {
  /** what its flag operator-namespace says, which is its own namespace unless somebody writes another one */
  readonly namespace: string | undefined;
  /** the namespaces it looks after: empty for all, undefined when that is not literal */
  readonly managed: readonly string[] | undefined;
  /** the ConfigMaps its settings may come from, where flags do not name the namespaces */
  readonly configMaps: readonly string[];
}

/** Whether a StatefulSet or Deployment runs the operator: by its label, its name or its image. */
export function isOperatorWorkload(root: Field, apiVersion: string, kind: string): boolean {
  if ((kind !== 'StatefulSet' && kind !== 'Deployment') || !apiVersion.startsWith('apps/')) return false;
  const metadata = root.get('metadata');
  if (metadata.get('name').text === 'elastic-operator') return true;
  if (metadata.at(['labels', 'control-plane']).text === 'elastic-operator') return true;
  return containersOf(root).some((container) =>
    /(?:^|\/)eck-operator(?:-[a-z0-9]+)?(?:[:@]|$)/.test(container.get('image').text ?? ''),
  );
}

const containersOf = (root: Field): readonly Field[] => root.at(['spec', 'template', 'spec', 'containers']).items();

export function operatorWorkload(root: Field): OperatorWorkload {
  let namespace: string | undefined;
  let managed: readonly string[] | undefined = [];
  for (const container of containersOf(root)) {
    const words = [...container.get('command').items(), ...container.get('args').items()].map((item) => item.text);
    const flags = words.flatMap((word, i): [string, string | undefined][] => {
      const [, flag, value] = /^--?([a-z-]+)(?:=(.*))?$/s.exec(word ?? '') ?? [];
      return flag === undefined ? [] : [[flag, value ?? words[i + 1]]];
    });
    const variables = container
      .get('env')
      .items()
      .map((variable): [string, string | undefined] => [
        (variable.get('name').text ?? '').toLowerCase().replaceAll('_', '-'),
        variable.get('value').text,
      ]);
    // a flag beats a variable
    for (const [name, value] of [...variables, ...flags]) {
      if (name === 'namespaces') managed = value === undefined ? undefined : listOf(value);
      if (name === 'operator-namespace') namespace = value?.trim() || undefined;
    }
    if (container.get('envFrom').exists) managed = undefined;
  }
  const volumes = root.at(['spec', 'template', 'spec', 'volumes']).items();
  return {
    namespace,
    managed,
    configMaps: volumes.flatMap((volume) => volume.at(['configMap', 'name']).text ?? []),
  };
}

/** The namespaces that the operator's settings in a ConfigMap name; undefined when it holds no such settings. */
export function operatorNamespaces(root: Field): readonly string[] | undefined {
  const text = root.at(['data', 'eck.yaml']).scalar?.value;
  if (typeof text !== 'string' || !text.includes('namespaces')) return undefined;
  const settings = Field.root(parse(text));
  const list = settings.get('namespaces');
  const names = list.list ? list.items().flatMap((item) => item.text ?? []) : listOf(list.text ?? '');
  return names.length > 0 ? names : undefined;
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
