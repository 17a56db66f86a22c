import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field, parse, quantityOf, settingOfVariable } from '../../../rules/model/index.ts';

const read = (text: string): number | undefined => quantityOf(Field.root(parse(`a: ${text}\n`)).get('a'));

describe('an amount', () => {
  const amounts: [string, number][] = [
    ['2', 2],
    ['"2"', 2],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['500m', 0.5],
    ['100u', 0.0001],
    ['1Ki', 1024],
    ['1k', 1000],
    ['4Gi', 4 * 1024 ** 3],
    ['4096Mi', 4 * 1024 ** 3],
    ['1.5G', 1.5e9],
    ['1e9', 1e9],
    ['1E3', 1000],
    ['1E', 1e18],
    ['2Ei', 2 * 1024 ** 6],
    ['-1', -1],
  ];
  for (const [text, amount] of amounts) test(`${text} is ${amount}`, () => assert.equal(read(text), amount));

  for (const text of ['', '1 Gi', 'Gi', '1KI', '1Mb', '1K', '1g', '{}', '1e', '0x10', '1_000'])
    test(`${text || 'nothing'} is none`, () => assert.equal(read(text), undefined));
});

describe('the setting that the image of Elasticsearch makes of a variable', () => {
  const settings: [string, string | undefined][] = [
    ['discovery.type', 'discovery.type'],
    ['xpack.security.authc.reserved_realm.enabled', 'xpack.security.authc.reserved_realm.enabled'],
    ['ES_SETTING_NODE_NAME', 'node.name'],
    ['ES_SETTING_XPACK_SECURITY_AUTHC_RESERVED__REALM_ENABLED', 'xpack.security.authc.reserved_realm.enabled'],
    ['ES_JAVA_OPTS', undefined],
    ['hostname', undefined],
    ['Node.Name', undefined],
    ['', undefined],
  ];
  for (const [name, setting] of settings)
    test(`${name || 'no name'}: ${setting}`, () => assert.equal(settingOfVariable(name), setting));
});
