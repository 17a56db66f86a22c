import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { proxyFromEnvironment } from '../../../server/probe/access/proxy.ts';

const proxy = 'http://proxy.example:3128';
const by = (server: string, env: Record<string, string>): string | undefined => proxyFromEnvironment(server, env);

for (const [title, server, env, expected] of [
  ['none is set', 'https://api.example:6443', {}, undefined],
  ['the one for https', 'https://api.example', { HTTPS_PROXY: proxy, HTTP_PROXY: 'http://other' }, proxy],
  ['the one for http', 'http://api.example', { HTTPS_PROXY: 'http://other', HTTP_PROXY: proxy }, proxy],
  ['in small letters', 'https://api.example', { https_proxy: proxy }, proxy],
  ['in both: capitals win', 'https://api.example', { HTTPS_PROXY: proxy, https_proxy: 'http://other' }, proxy],
  ['without a scheme', 'https://api.example', { HTTPS_PROXY: 'proxy.example:3128' }, proxy],
  ['socks', 'https://api.example', { HTTPS_PROXY: 'socks5://p:1080' }, 'socks5://p:1080'],
  ['this machine by name', 'https://localhost:6443', { HTTPS_PROXY: proxy }, undefined],
  ['this machine by address', 'https://127.0.0.2:6443', { HTTPS_PROXY: proxy }, undefined],
  ['this machine by an IPv6 address', 'https://[::1]:6443', { HTTPS_PROXY: proxy }, undefined],
] as const) {
  it(title, () => assert.equal(by(server, env), expected));
}

for (const [noProxy, server, spared] of [
  ['*', 'https://api.example', true],
  ['example.com', 'https://example.com', true],
  ['example.com', 'https://api.example.com', true],
  ['example.com', 'https://badexample.com', false],
  ['.example.com', 'https://api.example.com', true],
  ['.example.com', 'https://example.com', false],
  ['*.example.com', 'https://api.example.com', true],
  ['*.example.com', 'https://example.com', false],
  ['EXAMPLE.com', 'https://api.example.COM', true],
  ['other, example.com ,', 'https://api.example.com', true],
  ['example.com:6443', 'https://example.com:6443', true],
  ['example.com:6443', 'https://example.com', false],
  ['example.com:443', 'https://example.com', true],
  ['10.0.0.1', 'https://10.0.0.1:6443', true],
  ['10.0.0.1:6443', 'https://10.0.0.1:6443', true],
  ['10.0.0.1', 'https://10.0.0.11', false],
  ['10.0.0.0/8', 'https://10.200.3.4', true],
  ['10.0.0.0/8', 'https://11.0.0.1', false],
  ['10.0.0.0/8', 'https://ten.example', false],
  ['10.0.0.0/99', 'https://10.0.0.1', false],
  ['fd00::/8', 'https://[fd12::1]:6443', true],
  ['fd12::1', 'https://[fd12::1]:6443', true],
  ['', 'https://api.example', false],
] as const) {
  it(`NO_PROXY=${noProxy} ${spared ? 'spares' : 'does not spare'} ${server}`, () => {
    assert.equal(by(server, { HTTPS_PROXY: proxy, NO_PROXY: noProxy }), spared ? undefined : proxy);
  });
}

it('never throws, and gives the proxy or nothing', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), fc.string(), (labels, exceptions) => {
      const found = by(`https://${labels.join('.')}`, { HTTPS_PROXY: proxy, NO_PROXY: exceptions });
      assert.ok(found === proxy || found === undefined);
    }),
  );
});
