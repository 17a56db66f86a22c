// Does Kibana take the operator's Basic login? Kibana's own logic as a truth table, in every spelling of the settings.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stringify } from 'yaml';
import { basicAuth, kibanaConfig } from '../../../rules/model/index.ts';
import { workspaceOf } from '../../support/lint.ts';

type Tree = { readonly [key: string]: Tree | string | number | boolean | null | readonly unknown[] };

function verdict(config: string, more = ''): string {
  const indented = config.trimEnd().replace(/^/gm, '    ');
  const text = `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: {name: kb, namespace: a}\nspec:\n  config:\n${indented}\n`;
  const workspace = workspaceOf([{ name: 'kibana.yaml', text: text + more }]);
  const [kibana] = workspace.all('Kibana');
  assert.ok(kibana);
  const found = basicAuth(kibanaConfig(kibana, workspace));
  return found.accepted === false ? found.refusal : String(found.accepted);
}

const isMap = (value: Tree[string]): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** The leaves of a tree by dotted name; an empty map is a leaf. */
const dotted = (tree: Tree, above = ''): Tree =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      isMap(value) ? Object.entries(dotted(value, `${above}${key}.`)) : [[above + key, value]],
    ),
  );

/** Each first step nested, the rest dotted. */
const halved = (tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, isMap(value) ? dotted(value) : value]));

const spellings: Record<string, (authc: Tree) => string> = {
  nested: (authc) => stringify({ xpack: { security: { authc } } }),
  dotted: (authc) => stringify(dotted({ xpack: { security: { authc } } })),
  'nested, then dotted': (authc) => stringify(halved({ xpack: { security: { authc } } })),
  'dotted, then nested': (authc) => stringify({ 'xpack.security.authc': authc }),
  'dotted, then nested, then dotted': (authc) => stringify({ 'xpack.security.authc': halved(authc) }),
  'in braces': (authc) => JSON.stringify({ xpack: { security: { authc } } }),
  'dotted, then in braces': (authc) => `xpack.security.authc: ${JSON.stringify(authc)}`,
  'the providers nested, the rest dotted': ({ providers, ...rest }) =>
    stringify({
      ...dotted({ xpack: { security: { authc: rest } } }),
      ...(providers !== undefined && { xpack: { security: { authc: { providers } } } }),
    }),
};

const basic = { basic: { basic1: { order: 0 } } };
const saml = { saml: { saml1: { order: 0, realm: 'saml1' } } };
const offBasic = { basic: { basic1: { order: 0, enabled: false } } };
const anonymous = (credentials: Tree | string): Tree => ({ anonymous: { anonymous1: { order: 0, credentials } } });

const table: [string, Tree, string][] = [
  ['T1: no providers', { selector: { enabled: true } }, 'true'],
  ['T2: a basic provider alone', { providers: basic }, 'true'],
  ['T2: a basic provider beside others, last', { providers: { ...saml, basic: { b: { order: 9 } } } }, 'true'],
  ['T2: a basic provider, enabled', { providers: { basic: { b: { order: 0, enabled: true } } } }, 'true'],
  ['T3: a list with basic', { providers: ['saml', 'basic'] }, 'true'],
  ['T4: SAML only', { providers: saml }, 'no-basic-provider'],
  ['T4: a token provider only', { providers: { token: { t: { order: 0 } } } }, 'no-basic-provider'],
  [
    'T4: PKI and Kerberos',
    { providers: { pki: { p: { order: 0 } }, kerberos: { k: { order: 1 } } } },
    'no-basic-provider',
  ],
  ['T5: basic is disabled', { providers: offBasic }, 'basic-disabled'],
  ['T5: basic is disabled, others are not', { providers: { ...saml, ...offBasic } }, 'basic-disabled'],
  ['T5: one of two basics is disabled', { providers: { basic: { ...offBasic.basic, b2: { order: 1 } } } }, 'true'],
  ['T6: a list without basic', { providers: ['saml', 'token'] }, 'no-basic-provider'],
  ['T7: anonymous with a user', { providers: anonymous({ username: 'u', password: 'p' }) }, 'true'],
  ['T8: anonymous with an API key', { providers: anonymous({ apiKey: 'k' }) }, 'no-basic-provider'],
  [
    'T8: anonymous as Elasticsearch’s own',
    { providers: anonymous('elasticsearch_anonymous_user') },
    'no-basic-provider',
  ],
  ['T8: anonymous with credentials out of sight', { providers: { anonymous: { a: { order: 0 } } } }, 'unknown'],
  ['T9: HTTP is off', { http: { enabled: false } }, 'http-disabled'],
  [
    'T9: HTTP is off, whatever else',
    { providers: basic, http: { enabled: false, schemes: ['basic'] } },
    'http-disabled',
  ],
  ['T10: no automatic schemes', { providers: basic, http: { autoSchemesEnabled: false } }, 'scheme-not-listed'],
  ['T10: and a list without basic', { http: { autoSchemesEnabled: false, schemes: ['apikey'] } }, 'scheme-not-listed'],
  ['T11: schemes with basic', { providers: saml, http: { schemes: ['apikey', 'basic'] } }, 'true'],
  [
    'T11: also without automatic ones',
    { providers: saml, http: { autoSchemesEnabled: false, schemes: ['Basic'] } },
    'true',
  ],
  ['T12: no schemes, automatic ones', { providers: basic, http: { schemes: [] } }, 'true'],
  [
    'T12: other schemes, automatic ones',
    { providers: basic, http: { schemes: ['bearer'], autoSchemesEnabled: true } },
    'true',
  ],
  [
    'T13: no basic provider, schemes without basic',
    { providers: saml, http: { schemes: ['apikey'] } },
    'no-basic-provider',
  ],
  ['T14: no schemes at all', { providers: basic, http: { autoSchemesEnabled: false, schemes: [] } }, 'no-schemes'],
  ['T15: empty providers', { providers: {} }, 'empty-providers'],
  ['booleans in quotes', { providers: basic, http: { enabled: 'false' } }, 'http-disabled'],
];

for (const [name, authc, expected] of table)
  describe(`${name} → ${expected}`, () => {
    for (const [spelling, spell] of Object.entries(spellings))
      test(spelling, () => {
        assert.equal(verdict(spell(authc)), expected, spell(authc));
      });
  });

describe('what is not literal is unknown', () => {
  const authc = 'xpack.security.authc';
  const unknown: [string, string][] = [
    ['a variable as the switch', `${authc}.http.enabled: $\{HTTP}`],
    ['a template as the switch', `${authc}.providers.basic.b: {order: 0, enabled: "{{ .on }}"}`],
    ['a template as the providers', `${authc}.providers: {{ toYaml .providers }}`],
    ['a variable in the list', `${authc}.providers: ["$\{FIRST}", saml]`],
    ['a variable in the schemes', `${authc}.providers.saml.s.order: 0\n${authc}.http.schemes: ["$\{SCHEME}"]`],
    ['a template line that may add a provider', `${authc}.providers:\n  saml.s.order: 0\n  {{- toYaml .more }}`],
    ['a provider type from a template', `${authc}.providers:\n  saml.s.order: 0\n  {{ .type }}.x.order: 1`],
    ['a provider without settings', `${authc}.providers.basic.b: {}`],
    ['providers that are null', `${authc}.providers:`],
    ['a switch that is set twice', `${authc}.http.enabled: false\n${authc}.http: {enabled: true}`],
  ];
  for (const [name, config] of unknown)
    test(name, () => {
      assert.equal(verdict(config), 'unknown', config);
    });

  test('but a template line does not switch HTTP on again', () => {
    assert.equal(verdict(`${authc}.http.enabled: false\n{{- toYaml .more }}`), 'http-disabled');
  });
});

describe('a StackConfigPolicy', () => {
  const policy = (config: string): string =>
    `---\napiVersion: stackconfigpolicy.k8s.elastic.co/v1alpha1\nkind: StackConfigPolicy\nmetadata: {name: p, namespace: a}\nspec:\n  kibana:\n    config: ${config}\n`;

  test('adds a provider, so that basic is no longer the default', () => {
    assert.equal(
      verdict('a: 1', policy('{xpack.security.authc.providers: {saml: {s: {order: 0}}}}')),
      'no-basic-provider',
    );
  });

  test('brings basic in, or switches it off', () => {
    const saml = 'xpack.security.authc.providers.saml.s.order: 0';
    assert.equal(verdict(saml, policy('{xpack.security.authc.providers.basic.b.order: 1}')), 'true');
    const basic = 'xpack.security.authc.providers.basic.b.order: 0';
    assert.equal(verdict(basic, policy('{xpack.security.authc.providers.basic.b.enabled: false}')), 'basic-disabled');
  });

  test('joins its list to the list that is there', () => {
    assert.equal(
      verdict('xpack.security.authc.providers: [basic]', policy('{xpack.security.authc.providers: [saml]}')),
      'true',
    );
  });

  test('T16: a list over a map is something Kibana does not start with', () => {
    const map = 'xpack.security.authc.providers.basic.b.order: 0';
    assert.equal(verdict(map, policy('{xpack.security.authc.providers: [basic]}')), 'mixed-providers');
  });
});
