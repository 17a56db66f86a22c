import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Field, hasPlaceholder, isPlaceholderWord, parse } from '../../../rules/model/index.ts';
import { mask } from '../../../rules/model/text/template.ts';
import { runs } from '../../support/runs.ts';

const root = (...lines: string[]): Field => Field.root(parse(`${lines.join('\n')}\n`));

describe('a mask', () => {
  const template = fc.constantFrom('{{ x }}', '{%- if y %}', '{{- /*\n a\r\n */}}', '{{}}', '{% % %}');
  const plain = fc.constantFrom(' ', 'a: ', '# ', '\n', '\r\n', '😀', '}}', '- ');
  const broken = fc.constantFrom('{{', '{%', '%}', '{', '}');

  test('keeps the length and the line ends', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(template, plain, broken), { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const masked = mask(text)?.text ?? text;
        assert.equal(masked.length, text.length);
        assert.equal(masked.replace(/[^\r\n]/g, ' '), text.replace(/[^\r\n]/g, ' '));
      }),
      { numRuns: runs(500) },
    );
  });

  test('keeps all that is no template', () => {
    const piece = fc.oneof(
      plain.map((text) => ({ text, kept: true })),
      template.map((text) => ({ text, kept: false })),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.map((piece) => piece.text).join('');
        const masked = mask(text) ?? { text, gaps: [] };
        let at = 0;
        for (const piece of pieces) {
          const now = masked.text.slice(at, at + piece.text.length);
          if (piece.kept) assert.equal(now, piece.text);
          else assert.match(now, /^[ \r\n\uE000]+$/);
          at += piece.text.length;
        }
        for (const gap of masked.gaps) assert.match(masked.text.slice(gap.start, gap.end), /^\s+$/);
      }),
      { numRuns: runs(500) },
    );
  });

  test('is not needed for a text without templates', () => {
    for (const text of ['a: {b: {}}\n', 'format: "{%d}"\n', '{{', '}} {{', '{% }}', 'a: {{ # unfinished\n'])
      assert.equal(mask(text), undefined, text);
  });

  test('leaves what opens again before it is closed', () => {
    assert.deepEqual(mask('a: "{%d}"\n{% if x %}\n')?.gaps, [{ start: 10, end: 20 }]);
    assert.equal(mask('{{ a {{ b }}')?.text.startsWith('{{ a '), true);
  });
});

describe('a Helm chart', () => {
  test('is read around its templates', () => {
    const chart = root(
      '{{- if .Values.kibana.enabled }}',
      'apiVersion: kibana.k8s.elastic.co/v1',
      'kind: Kibana',
      'metadata:',
      '  name: {{ include "kb.name" . }}',
      '  namespace: "{{ .Release.Namespace }}"',
      '  labels: {{- include "kb.labels" . | nindent 4 }}',
      '  annotations:',
      '    {{- with .Values.annotations }}',
      '    {{- toYaml . | nindent 4 }}',
      '    {{- end }}',
      'spec:',
      "  version: {{ .Values.version | default '9.2.1' }}",
      '  count: {{ .Values.count }}-1',
      '  config:',
      '    a: 1',
      '{{- end }} {{/* the end */}}',
    );
    assert.deepEqual(chart.document.errors, []);
    assert.equal(chart.get('kind').text, 'Kibana');
    const shapes = ['name', 'namespace', 'labels', 'annotations'].map((name) => chart.at(['metadata', name]).shape);
    assert.deepEqual(shapes, ['template', 'template', 'template', 'template']);
    assert.equal(chart.at(['spec', 'version']).value, undefined);
    assert.equal(chart.at(['spec', 'count']).shape, 'template');
    assert.equal(chart.at(['spec', 'config', 'a']).value, 1);
  });

  test('may go on over several lines', () => {
    const chart = root(
      'a: {{ include "x"',
      '  (dict "a" .a',
      '"b" .b) }}',
      'b: {{ include',
      '"x" . }}-{{ .y',
      '}}',
      '{{- /*',
      '# a comment',
      '*/ -}}',
      'c: 1',
    );
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => chart.get(name).shape),
      ['template', 'template', 'number'],
    );
  });

  test('may end its block with a comment', () => {
    const chart = root('a: 1', '{{- if .x }} # only for x', 'b: 2', '{{- end }}   # x', 'c: 3');
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => chart.get(name).value),
      [1, 2, 3],
    );
    assert.equal(chart.complete, false);
  });

  test('that is no YAML is not read, and no error', () => {
    for (const text of [
      '{{ if x }}a: 1{{ else }}a: 2{{ end }}\nb: 1\n',
      'a: {{ x }}\n  b: 1\n',
      '{{ x }}\n- a\nb: 1\n',
    ]) {
      const document = parse(text);
      assert.deepEqual([document.errors, document.root], [[], null], text);
    }
  });

  test('keeps template lines in block scalars out of their text', () => {
    const chart = root('a: |', '  one', '  {{ .x }}', '  two', 'b: 1');
    assert.equal(chart.get('b').value, 1);
    assert.equal(chart.get('a').complete, false);
  });
});

test('a Jinja file is read around its blocks', () => {
  const file = root('{% set x = 1 -%}', 'a:', '{% for i in y %}', '  - {{ i }}', '{%- endfor %}', 'b: "{% raw %}x"');
  assert.equal(file.get('a').items()[0]?.shape, 'template');
  assert.equal(file.get('b').shape, 'template');
  assert.equal(file.get('a').complete, false);
  assert.equal(file.get('b').complete, true);
});

describe('what a template line may add to is not complete:', () => {
  const chart = root(
    'a:',
    '  b: 1',
    '  {{- toYaml .x | nindent 2 }}',
    'c:',
    '  - d: 1',
    '  - e: 1',
    '    {{- if .y }}',
    '    f: 1',
    '    {{- end }}',
    '  - g: 1',
    'h:',
    '  i: {j: 1}',
  );
  const complete: [string, (string | number)[], boolean][] = [
    ['the root', [], false],
    ['the map around it', ['a'], false],
    ['the list around it', ['c'], false],
    ['the item around it', ['c', 1], false],
    ['the item before', ['c', 0], true],
    ['the item behind', ['c', 2], true],
    ['a map elsewhere', ['h'], true],
    ['a value elsewhere', ['h', 'i', 'j'], true],
  ];
  for (const [name, path, expected] of complete)
    test(`${name}: ${expected ? 'complete' : 'not complete'}`, () => assert.equal(chart.at(path).complete, expected));

  test('a map with a key from a template', () => {
    const keyed = root('a:', '  {{ .key }}: 1', '  b: 2', 'c:', '  d-{{ .x }}: {e: 1}', 'f: {g: 1}');
    assert.deepEqual(
      ['a', 'c', 'f'].map((name) => keyed.get(name).complete),
      [false, false, true],
    );
    assert.equal(keyed.at(['a', 'b']).value, 2);
  });

  test('an alias, whose anchor stands elsewhere', () => {
    const aliased = root('x: &x', '  {{ y }}', '  a: 1', 'b: *x', 'c: {<<: *x}');
    assert.equal(aliased.get('b').complete, false);
    assert.equal(aliased.at(['c', 'a']).complete, false);
  });
});

test('a placeholder is told from text', () => {
  for (const text of [`$${'{A}'}`, `x-$${'{A:-b}'}`, '$(A)', '<%= a %>', '[[ a ]]', '{{ a', '\uE000'])
    assert.ok(hasPlaceholder(text), text);
  for (const text of ['$A', 'a$', '(a)', '[a]', '{a}', '$(', 'http://x', '']) assert.ok(!hasPlaceholder(text), text);
});

test('a word that a script replaces is told from text', () => {
  for (const text of [
    'VERSION',
    'ECK_VERSION',
    '__STACK_VERSION__',
    '@VERSION@',
    '%VERSION%',
    '<version>',
    '$VERSION$',
  ])
    assert.ok(isPlaceholderWord(text), text);
  for (const text of ['9.2.1', 'V', 'latest', 'a_b', '@version', '<>', 'ECK_VERSION-1'])
    assert.ok(!isPlaceholderWord(text), text);
});
