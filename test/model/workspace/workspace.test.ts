import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Entry, type Resolution, readFile, Workspace } from '../../../rules/model/index.ts';
import { type Text, workspaceOf } from '../../support/lint.ts';
import { runs } from '../../support/runs.ts';

interface Named {
  readonly name?: string;
  readonly namespace?: string;
}

const metadata = ({ name, namespace }: Named): string =>
  `metadata: {${[name && `name: ${name}`, namespace && `namespace: ${namespace}`].filter(Boolean).join(', ')}}\n`;

const elasticsearch = (named: Named, version = '9.2.1'): string =>
  `apiVersion: elasticsearch.k8s.elastic.co/v1\nkind: Elasticsearch\n${metadata(named)}spec: {${version && `version: ${version}`}}\n`;

/** A Kibana that refers to an Elasticsearch. */
const kibana = (named: Named, to: Named): string =>
  `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\n${metadata(named)}spec: {version: 9.2.1, elasticsearchRef: ${metadata(
    to,
  ).slice('metadata: '.length)}}\n`.replace('}\n}', '}}');

const kustomization = (text: string): string =>
  `kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n${text}`;

/** The files of a workspace by path, several documents joined. */
const files = (texts: Record<string, string | readonly string[]>): Text[] =>
  Object.entries(texts).map(([name, text]) => ({ name, text: typeof text === 'string' ? text : text.join('---\n') }));

const workspace = (texts: Record<string, string | readonly string[]>): Workspace => workspaceOf(files(texts));

/** An entry as its file, and its namespace and name as written. */
const print = ({ path, resource }: Entry): string => `${path} ${resource.namespace ?? ''}/${resource.name ?? ''}`;

/** What the first reference of the first Kibana leads to. */
function resolution(workspace: Workspace): Resolution {
  const [from] = workspace.all('Kibana');
  const [reference] = from?.facts.references ?? [];
  assert.ok(from && reference);
  return workspace.resolve(from, reference);
}

function resolved(texts: Record<string, string | readonly string[]>): [string, ...string[]] {
  const found = resolution(workspace(texts));
  return [found.state, ...('entries' in found ? found.entries.map(print) : [])];
}

describe('a reference', () => {
  const kb = kibana({ name: 'kb', namespace: 'a' }, { name: 'es' });

  test('is found in its own namespace', () => {
    assert.deepEqual(resolved({ 'f.yaml': [kb, elasticsearch({ name: 'es', namespace: 'a' })] }), [
      'found',
      'f.yaml a/es',
    ]);
  });

  test('is found in the namespace that it names', () => {
    const far = kibana({ name: 'kb', namespace: 'a' }, { name: 'es', namespace: 'b' });
    const clusters = ['a', 'b'].map((namespace) => elasticsearch({ name: 'es', namespace }));
    assert.deepEqual(resolved({ 'f.yaml': [far, ...clusters] }), ['found', 'f.yaml b/es']);
  });

  test('is found where one of the namespaces is not known', () => {
    assert.deepEqual(resolved({ 'f.yaml': [kb, elasticsearch({ name: 'es' })] }), ['found', 'f.yaml /es']);
    const open = kibana({ name: 'kb' }, { name: 'es' });
    assert.deepEqual(resolved({ 'f.yaml': [open, elasticsearch({ name: 'es', namespace: 'b' })] })[0], 'found');
  });

  test('is elsewhere when the name exists in another namespace only', () => {
    assert.deepEqual(resolved({ 'f.yaml': [kb, elasticsearch({ name: 'es', namespace: 'b' })] }), [
      'elsewhere',
      'f.yaml b/es',
    ]);
  });

  test('is near when a name that it can reach is hardly another', () => {
    const misspelt = kibana({ name: 'kb', namespace: 'a' }, { name: 'elastcsearch' });
    const cluster = (namespace: string): string => elasticsearch({ name: 'elasticsearch', namespace });
    assert.deepEqual(resolved({ 'f.yaml': [misspelt, cluster('a')] }), ['near', 'f.yaml a/elasticsearch']);
    assert.deepEqual(resolved({ 'f.yaml': [misspelt, cluster('b')] }), ['absent']);
  });

  test('is absent when nothing is like it', () => {
    assert.deepEqual(resolved({ 'f.yaml': kb }), ['absent']);
    assert.deepEqual(resolved({ 'f.yaml': [kb, elasticsearch({ name: 'other', namespace: 'a' })] }), ['absent']);
  });

  test('is unknown when it cannot be told', () => {
    const unknown: Record<string, string> = {
      'a Secret': kb.replace('name: es', 'secretName: es'),
      'no name': kb.replace('name: es', 'name: ""'),
      'a name from a template': kb.replace('name: es', 'name: "{{ .es }}"'),
      'a namespace from a template': kb.replace('name: es', 'name: es, namespace: "{{ .ns }}"'),
      'a template in the document': `${kb}# {{ x }}\n`,
    };
    for (const [name, text] of Object.entries(unknown))
      assert.deepEqual(resolved({ 'f.yaml': text }), ['unknown'], name);
    const cluster = elasticsearch({ name: '"{{ .es }}"', namespace: 'a' });
    assert.deepEqual(resolved({ 'f.yaml': [kb, cluster] }), ['unknown'], 'a cluster named by a template');
    assert.deepEqual(resolved({ 'f.yaml': kb, 'g.yaml': cluster }), ['absent'], 'one in another file');
  });

  test('leads to a single target or to none', () => {
    const two = workspace({
      'f.yaml': kb,
      'g.yaml': elasticsearch({ name: 'es' }),
      'h.yaml': elasticsearch({ name: 'es' }),
    });
    const [from] = two.all('Kibana');
    assert.ok(from?.facts.references[0]);
    assert.equal(resolution(two).state, 'found');
    assert.equal(two.target(from, from.facts.references[0]), undefined);
  });

  test('is seen from the other end', () => {
    const both = workspace({
      'f.yaml': [kb, elasticsearch({ name: 'es', namespace: 'a' }), elasticsearch({ name: 'es', namespace: 'b' })],
    });
    const [a, b] = both.all('Elasticsearch') as [Entry, Entry];
    assert.deepEqual(
      both.referrers(a, 'Kibana').map(({ entry }) => print(entry)),
      ['f.yaml a/kb'],
    );
    assert.deepEqual(both.referrers(b, 'Kibana'), []);
    assert.deepEqual(both.referrers(a, 'Agent'), []);
  });
});

test('of several resources the nearest ones count: in the file, the folder, the folders around', () => {
  const es = elasticsearch({ name: 'es' });
  const places = ['a/b/f.yaml', 'a/b/g.yaml', 'a/g.yaml', 'a/c/g.yaml', 'x/g.yaml'];
  const kb = kibana({ name: 'kb' }, { name: 'es' });
  const from = 'a/b/f.yaml';
  for (let i = 0; i < places.length; i++) {
    const texts = Object.fromEntries(places.slice(i).map((path) => [path, path === from ? [kb, es] : es]));
    assert.deepEqual(resolved({ ...texts, ...(i > 0 && { [from]: kb }) }), ['found', `${places[i]} /es`]);
  }
  const twins = { [from]: kb, 'a/x.yaml': es, 'a/y.yaml': es };
  assert.deepEqual(resolved(twins), ['found', 'a/x.yaml /es', 'a/y.yaml /es']);
});

describe('a kustomization', () => {
  const kb = kibana({ name: 'kb' }, { name: 'es' });
  const es = elasticsearch({ name: 'es' });
  const namespaces = (texts: Record<string, string>): (string | undefined)[] => {
    const found = workspace(texts);
    return [...found.all('Kibana'), ...found.all('Elasticsearch')].map((entry) => found.namespaceOf(entry));
  };

  test('puts what it brings in into its namespace, whatever is written there', () => {
    const texts = {
      'k/kustomization.yaml': kustomization('namespace: n\nresources: [kb.yaml]\n'),
      'k/kb.yaml': kibana({ name: 'kb', namespace: 'other' }, { name: 'es' }),
      'k/es.yaml': es,
    };
    assert.deepEqual(namespaces(texts), ['n', undefined]);
    assert.deepEqual(
      resolved({ ...texts, 'k/es.yaml': elasticsearch({ name: 'es', namespace: 'm' }) })[0],
      'elsewhere',
    );
  });

  test('reaches through others, up and down the folders', () => {
    const texts = {
      'base/kustomization.yml': kustomization('resources: [./kb.yaml, inner/]\n'),
      'base/kb.yaml': kb,
      'base/inner/Kustomization': 'resources: [es.yaml]\n',
      'base/inner/es.yaml': es,
      'overlays/dev/kustomization.yaml': kustomization('namespace: dev\nbases: [../../base]\n'),
    };
    assert.deepEqual(namespaces(texts), ['dev', 'dev']);
    const prod = { 'overlays/prod/kustomization.yaml': kustomization('namespace: prod\nresources: [../../base]\n') };
    assert.deepEqual(namespaces({ ...texts, ...prod }), [undefined, undefined], 'two overlays, two namespaces');
  });

  test('may bring itself in without end', () => {
    const texts = {
      'a/kustomization.yaml': kustomization('namespace: n\nresources: [../b, kb.yaml]\n'),
      'b/kustomization.yaml': kustomization('resources: [../a, ../b]\n'),
      'a/kb.yaml': kb,
    };
    assert.deepEqual(namespaces(texts), ['n']);
  });

  test('changes the names by which its resources are found', () => {
    const refers = (name: string) => ({
      'kb.yaml': kibana({ name: 'kb' }, { name }),
      'base/kustomization.yaml': kustomization('namePrefix: b-\nresources: [es.yaml]\n'),
      'base/es.yaml': es,
      'dev/kustomization.yaml': kustomization('namePrefix: dev-\nnameSuffix: -1\nresources: [../base]\n'),
    });
    assert.deepEqual(
      ['es', 'b-es', 'dev-b-es-1'].map((name) => resolved(refers(name))[0]),
      ['found', 'found', 'found'],
    );
    assert.notEqual(resolved(refers('dev-es-1'))[0], 'found');
  });

  const standing = (texts: Record<string, string>, path: string): string | undefined => {
    const found = workspace(texts);
    const [entry] = found.entries(path);
    return entry && found.standingOf(entry);
  };

  test('says which files are patches', () => {
    const patch = kibana({ name: 'kb' }, {}).replace('version: 9.2.1', 'count: 2');
    for (const by of [
      'patchesStrategicMerge: [more.yaml]',
      'patches: [{path: more.yaml}]',
      'patchesJson6902: [{path: ./more.yaml}]',
    ]) {
      const texts = {
        'kustomization.yaml': kustomization(`resources: [kb.yaml]\n${by}\n`),
        'kb.yaml': kb,
        'more.yaml': patch,
      };
      assert.equal(standing(texts, 'more.yaml'), 'patch', by);
    }
    assert.equal(standing({ 'more.yaml': patch }, 'more.yaml'), 'whole');
  });

  test('says which resources are patched', () => {
    const inline = `resources: [kb.yaml]\npatches:\n- patch: |\n    kind: Kibana\n    metadata:\n      name: kb\n`;
    const target = 'resources: [kb.yaml]\npatches: [{path: p.json, target: {kind: Kibana}}]\n';
    const other = 'resources: [kb.yaml]\npatches: [{path: p.json, target: {name: other}}]\n';
    const with_ = (text: string) => ({ 'kustomization.yaml': kustomization(text), 'kb.yaml': kb });
    assert.deepEqual(
      [inline, target, other].map((text) => standing(with_(text), 'kb.yaml')),
      ['partial', 'partial', 'whole'],
    );
  });
});

describe('a manifest shows', () => {
  const standing = (texts: Record<string, string | string[]>, path: string): string | undefined => {
    const found = workspace(texts);
    const [entry] = found.entries(path);
    return entry && found.standingOf(entry);
  };
  const es = elasticsearch({ name: 'es' });

  test('the whole resource as a rule', () => {
    assert.equal(standing({ 'es.yaml': es }, 'es.yaml'), 'whole');
  });

  test('a part of it with template lines in it', () => {
    assert.equal(standing({ 'es.yaml': `${es}{{- toYaml .more }}\n` }, 'es.yaml'), 'partial');
    assert.equal(standing({ 'es.yaml': es.replace('9.2.1', '"{{ .version }}"') }, 'es.yaml'), 'whole');
  });

  test('a part of it in the folders and files of patches', () => {
    for (const path of ['overlays/dev/es.yaml', 'patches/es.yaml', 'components/x/es.yaml', 'es-patch.yaml'])
      assert.equal(standing({ [path]: es }, path), 'patch', path);
  });

  test('a part of it where another manifest of that name has the version, or has none', () => {
    const texts = { 'es.yaml': es, 'more.yaml': elasticsearch({ name: 'es' }, '') };
    assert.notEqual(standing(texts, 'es.yaml'), 'whole');
    assert.notEqual(standing(texts, 'more.yaml'), 'whole');
  });
});

describe('two resources are together', () => {
  const es = elasticsearch({ name: 'es', namespace: 'a' });
  const together = (texts: Record<string, string | string[]>, a: string, b: string): boolean => {
    const found = workspace(texts);
    return found.together(found.entries(a)[0] as Entry, found.entries(b).at(-1) as Entry);
  };
  const kb = kibana({ name: 'kb', namespace: 'a' }, { name: 'es' });

  test('in one file, and in folders where each stands once', () => {
    assert.equal(together({ 'f.yaml': [kb, es, es] }, 'f.yaml', 'f.yaml'), true);
    assert.equal(together({ 'a/f.yaml': kb, 'b/g.yaml': es }, 'a/f.yaml', 'b/g.yaml'), true);
  });

  test('not where a resource stands twice, in their folder or below it', () => {
    assert.equal(together({ 'f.yaml': kb, 'g.yaml': es, 'h/i.yaml': es }, 'f.yaml', 'g.yaml'), false);
    assert.equal(together({ 'a/f.yaml': kb, 'a/g.yaml': es, 'b/h.yaml': es }, 'a/f.yaml', 'a/g.yaml'), true);
  });

  test('where the twin is in another namespace, or patches the other', () => {
    const elsewhere = elasticsearch({ name: 'es', namespace: 'b' });
    assert.equal(together({ 'f.yaml': kb, 'g.yaml': es, 'h.yaml': elsewhere }, 'f.yaml', 'g.yaml'), true);
    const patch = elasticsearch({ name: 'es', namespace: 'a' }, '');
    assert.equal(together({ 'f.yaml': kb, 'g.yaml': es, 'h.yaml': patch }, 'f.yaml', 'g.yaml'), true);
  });
});

test('the items of a list are resources of their own, lists in lists too', () => {
  const item = (name: string): string =>
    `{apiVersion: kibana.k8s.elastic.co/v1, kind: Kibana, metadata: {name: ${name}}}`;
  const inner = `{apiVersion: v1, kind: List, items: [${item('b')}, {kind: Pod}]}`;
  const lists = workspace({
    'f.yaml': `apiVersion: v1\nkind: List\nitems: [${item('a')}, ${inner}]\n---\napiVersion: kibana.k8s.elastic.co/v1\nkind: KibanaList\nitems: [${item('c')}]\n`,
  });
  assert.deepEqual(
    lists.entries('f.yaml').map((entry) => entry.resource.name),
    ['a', 'b', 'c'],
  );
  assert.deepEqual(lists.size(), { files: 1, resources: 3 });
});

describe('the generation', () => {
  const text = `${elasticsearch({ name: 'es' })}---\n${kibana({ name: 'kb' }, { name: 'es' })}`;
  const grows = (before: string | undefined, after: string | undefined): boolean => {
    const workspace = new Workspace();
    if (before !== undefined) workspace.set(readFile('f.yaml', before));
    const { generation } = workspace;
    if (after === undefined) workspace.delete('f.yaml');
    else workspace.set(readFile('f.yaml', after, workspace.file('f.yaml')));
    return workspace.generation > generation;
  };

  test('stays while facts stay: comments, lines, what nobody asks for', () => {
    const same = [
      text,
      `# c\n\n${text}`,
      text.replace('9.2.1', '"9.2.1" # c'),
      text.replace('spec: {', 'spec: {x: 1, '),
    ];
    for (const after of same) assert.equal(grows(text, after), false, after);
    assert.equal(grows(undefined, 'kind: Pod\n'), false);
    assert.equal(grows(undefined, undefined), false);
  });

  test('grows with every fact: names, versions, references, what templates may hide', () => {
    const other = [
      '',
      text.replace('name: es', 'name: other'),
      text.replace('name: es', 'name: es, namespace: n'),
      text.replace('name: es', 'name: es, labels: {a: b}'),
      text.replace('9.2.1', '9.2.2'),
      text.replace('elasticsearchRef', 'elasticsearchRefs'),
      `${text}# {{ x }}\n`,
      `${text}---\n${text}`,
    ];
    for (const after of other) assert.equal(grows(text, after), true, after);
    assert.equal(grows(undefined, text), true);
    assert.equal(grows(text, undefined), true);
  });
});

test('an entry stays who it is while its facts stay, and moves', () => {
  const es = elasticsearch({ name: 'es' });
  const workspace = workspaceOf([{ name: 'f.yaml', text: es }]);
  const [before] = workspace.entries('f.yaml');
  workspace.set(readFile('f.yaml', `kind: Pod\n---\n# c\n${es}`, workspace.file('f.yaml')));
  const [after] = workspace.entries('f.yaml');
  assert.equal(after, before);
  assert.equal(after?.start, 'kind: Pod\n'.length);
});

test('a document has a place while it stands in one place only', () => {
  const es = elasticsearch({ name: 'es' });
  const once = workspaceOf([{ name: 'f.yaml', text: `kind: Pod\n---\n${es}` }]);
  const document = once.entries('f.yaml')[0]?.resource.root.document;
  assert.ok(document);
  assert.deepEqual(once.placeOf(document), { path: 'f.yaml', start: 'kind: Pod\n'.length });
  assert.equal(workspaceOf([]).placeOf(document), undefined);
});

describe('after any changes of files', () => {
  const names = fc.constantFrom('es', 'kb', 'other');
  const namespace = fc.constantFrom(undefined, 'a', 'b');
  const named = fc
    .record({ name: names, namespace })
    .map(({ name, namespace }): Named => ({ name, ...(namespace && { namespace }) }));
  const document = fc.oneof(
    named.map((es) => elasticsearch(es)),
    fc.tuple(named, named).map(([kb, es]) => kibana(kb, es)),
    fc.constantFrom('kind: Pod\n', '# c\n', elasticsearch({ name: 'es' }, '')),
    fc
      .constantFrom('namespace: a\nresources: [f.yaml, ../g.yaml]\n', 'namePrefix: x-\nresources: [f.yaml]\n')
      .map(kustomization),
  );
  const paths = ['g.yaml', 'k/f.yaml', 'k/kustomization.yaml'];
  const change = fc.record({
    path: fc.constantFrom(...paths),
    text: fc.option(
      fc.array(document, { maxLength: 3 }).map((documents) => documents.join('---\n')),
      { nil: undefined },
    ),
  });

  /** Everything a workspace can be asked. */
  const described = (workspace: Workspace) =>
    paths.map((path) =>
      workspace.entries(path).map((entry) => ({
        name: print(entry),
        start: entry.start,
        namespace: workspace.namespaceOf(entry),
        standing: workspace.standingOf(entry),
        together: paths.flatMap((path) => workspace.entries(path)).map((other) => workspace.together(entry, other)),
        referrers: workspace.referrers(entry, 'Kibana').map((referrer) => print(referrer.entry)),
        references: entry.facts.references.map((reference) => {
          const found = workspace.resolve(entry, reference);
          return [found.state, ...('entries' in found ? found.entries.map(print) : [])];
        }),
      })),
    );

  test('the answers are those of a new workspace, in whatever order it is filled', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 10 }),
        fc.shuffledSubarray(paths, { minLength: 3 }),
        (changes, order) => {
          const workspace = new Workspace();
          for (const { path, text } of changes) {
            if (text === undefined) workspace.delete(path);
            else workspace.set(readFile(path, text, workspace.file(path)));
            described(workspace);
          }
          const anew = new Workspace();
          for (const path of order) {
            const file = workspace.file(path);
            if (file) anew.set(readFile(path, file.text));
          }
          assert.deepEqual(described(workspace), described(anew));
          assert.deepEqual(workspace.size(), anew.size());
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
