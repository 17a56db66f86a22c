// The tables of fields against the CRDs of ECK themselves, where these are at hand.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { eckKindNames, eckKinds, type Shape, shapeOf } from '../../../rules/model/index.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

const crds = new URL('../../../../shared/envtest/eck-crds.yaml', import.meta.url);

test('the tables say what the CRDs say', { skip: !existsSync(crds) && 'no CRDs at hand' }, () => {
  const differences: string[] = [];
  const seen: string[] = [];
  for (const document of parseAllDocuments(readFileSync(crds, 'utf8'))) {
    const crd = document.toJS() as Crd | null;
    for (const { name, served, schema } of crd?.spec.versions ?? []) {
      const kind = crd?.spec.names.kind ?? '';
      const group = crd?.spec.group ?? '';
      if (!served || !eckKindNames.some((own) => own === kind)) continue;
      seen.push(`${kind}/${name}`);
      const shape = shapeOf({ kind: kind as (typeof eckKindNames)[number], apiVersion: `${group}/${name}` });
      assert.ok(shape, `${kind}/${name}`);
      compare(shape, schema.openAPIV3Schema, `${kind}/${name}`, differences);
    }
  }
  assert.deepEqual(differences, []);
  const wanted = eckKindNames.flatMap((kind) => eckKinds[kind].versions.map((version) => `${kind}/${version}`));
  assert.deepEqual(seen.sort(), wanted.sort());
});

/** What the API server looks at: everything but the status, the metadata at the top, and pod templates. */
function compare(shape: Shape, schema: Schema, path: string, differences: string[]): void {
  const tell = (what: string): void => void differences.push(`${path}: ${what}`);
  if (shape.name === 'PodTemplateSpec' || shape.name === 'ObjectMeta' || path.endsWith('.status')) return;
  const wanted = typesOf(schema);
  if (!wanted.includes(shape.type)) tell(`${shape.type} for ${wanted.join(' or ')}`);
  if (shape.type === 'fields') {
    // of a claim most schemas drop the status, which Kubernetes has
    const names = (all: Iterable<string>): string =>
      [...all]
        .filter((name) => !(shape.name === 'ClaimTemplate' && name === 'status'))
        .sort()
        .join();
    const [own, theirs] = [names(shape.fields.keys()), names(Object.keys(schema.properties ?? {}))];
    if (own !== theirs) tell(`${own} for ${theirs}`);
    const required = shape.required.map(({ name }) => name).sort();
    if (required.join() !== [...(schema.required ?? [])].sort().join())
      tell(`requires ${required.join()} for ${schema.required?.join()}`);
    for (const [name, below] of Object.entries(schema.properties ?? {})) {
      const member = shape.fields.get(name);
      if (member) compare(member.shape, below, `${path}.${name}`, differences);
    }
  }
  const { items, additionalProperties } = schema;
  if (shape.type === 'list' && shape.item && items) compare(shape.item, items, `${path}[]`, differences);
  if (shape.type === 'values' && shape.item && typeof additionalProperties === 'object')
    compare(shape.item, additionalProperties, `${path}{}`, differences);
  if (schema.enum && shape.choices?.join() !== schema.enum.join()) tell(`one of ${schema.enum.join()}`);
}

function typesOf(schema: Schema): string[] {
  if (schema['x-kubernetes-int-or-string']) return ['integerOrText', 'quantity'];
  switch (schema.type) {
    case 'object':
      if (schema.properties) return ['fields'];
      return typeof schema.additionalProperties === 'object' ? ['values'] : ['map'];
    case 'array':
      return ['list'];
    case 'string':
      return ['text', 'time', 'duration'];
    default:
      return [schema.type ?? 'anything'];
  }
}

test('a pod template knows the fields of Kubernetes, and what leads to them', () => {
  const template = at(shapeOf({ kind: 'Kibana', apiVersion: 'kibana.k8s.elastic.co/v1' }), 'spec', 'podTemplate');
  const container = at(template, 'spec', 'containers')?.item;
  assert.deepEqual(
    container?.required.map(({ name }) => name),
    ['name'],
  );
  assert.equal(at(container, 'resources', 'limits')?.item?.type, 'quantity');
  assert.equal(at(container, 'ports')?.item?.fields.get('containerPort')?.shape.type, 'integer');
  assert.equal(at(container, 'livenessProbe', 'httpGet', 'port')?.type, 'integerOrText');
  assert.deepEqual(at(container, 'imagePullPolicy')?.choices, ['Always', 'IfNotPresent', 'Never']);
  assert.equal(at(template, 'metadata', 'labels')?.item?.type, 'text');
});

const at = (shape: Shape | undefined, ...path: readonly string[]): Shape | undefined =>
  path.reduce((below, step) => below?.fields.get(step)?.shape, shape);
