import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { Redactor } from '../../../server/probe/redactor.ts';
import { shapesOf } from '../../probe/support/leaks.ts';

/** Secrets as generators make them, and stranger ones. The mask is no secret. */
const secret = fc
  .oneof(
    fc.string({ minLength: 6, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 6, maxLength: 20 }),
    fc.stringMatching(/^[A-Za-z0-9+/=%"\\:@ -]{6,40}$/),
  )
  .filter((it) => !it.includes('*') && it.trim().length >= 6);

it('leaves no shape of a secret in any text', () => {
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.string(), fc.nat(6), (secrets, around, shape) => {
      const redactor = new Redactor();
      redactor.add(...secrets);
      for (const one of secrets) {
        const clean = redactor.text(`${around}${shapesOf(one)[shape]}${around}`);
        for (const it of shapesOf(one)) assert.ok(!clean.includes(it) || around.includes(it), clean);
      }
    }),
    { numRuns: 300 },
  );
});

it('knows a login as a header carries it, with any user', () => {
  fc.assert(
    fc.property(secret, secret, (user, password) => {
      const redactor = new Redactor();
      redactor.addLogin(user, password);
      const header = Buffer.from(`${user}:${password}`).toString('base64');
      assert.ok(!redactor.text(`authorization=${header}`).includes(header));
      assert.ok(!redactor.text(`the body echoes ${password}!`).includes(password));
    }),
    { numRuns: 200 },
  );
});

it('cleans all of plain data, keys too, and changes nothing else', () => {
  const redactor = new Redactor();
  redactor.add('hidden-word');
  const data = { 'a hidden-word': ['hidden-word', 1, null, true, { b: 'x hidden-word y' }], c: undefined };
  const clean = redactor.data(data);
  assert.deepEqual(clean, { 'a ***': ['***', 1, null, true, { b: 'x *** y' }], c: undefined });
  const plain = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(plain, (value) => assert.deepEqual(new Redactor().data(JSON.stringify(value)).length > 0, true)),
  );
});

for (const text of [
  'Kibana prod refuses basic authentication, so the operator cannot set up Fleet',
  'Add a basic provider beside the others, or basic to xpack.security.authc.http.schemes',
  'Bearer realm="security", ApiKey, Basic realm="security"',
  'The role eck_fleet_admin_user_role is missing',
  'GET https://prod-kb-http.elastic.svc:5601/api/status: 401 Unauthorized',
  'unable to authenticate user [elastic-fleet-server-agent-kb-user] for REST request [/_security/_authenticate]',
  'Secret elastic/fleet-server-agent-kb-user is missing',
]) {
  it(`lets an ordinary sentence be: ${text}`, () => assert.equal(new Redactor().text(text), text));
}

for (const [title, text, kept] of [
  ['a header of somebody else', 'sent Authorization: Basic ZWxhc3RpYzpjaGFuZ2VtZQ== to it', /Basic \*\*\* to it$/],
  ['a token of somebody else', 'bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0.c2ln', /^bearer \*\*\*$/],
  ['an API key', 'ApiKey VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw==', /^ApiKey \*\*\*$/],
  ['a key', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----', /^\*\*\* private key \*\*\*$/],
  ['a key that is cut off', 'x -----BEGIN PRIVATE KEY-----\nMHcCAQEE', /^x \*\*\* private key \*\*\*$/],
  ['a login in an address', 'proxy http://user:pass@proxy:3128 refused', /^proxy http:\/\/\*\*\*@proxy:3128 refused$/],
] as const) {
  it(`masks what it was not told of: ${title}`, () => assert.match(new Redactor().text(text), kept));
}

it('leaves no text that steers a terminal, ends a line, or is a link of a notification', () => {
  const redactor = new Redactor();
  assert.equal(redactor.text('a\n\x1b[31mb\u202ec\u2028d'), 'a [31mb c d');
  assert.equal(redactor.text('[here](command:x)'), '[here] (command:x)');
});

it('cuts a text after it has masked it: half a secret is not known again', () => {
  const redactor = new Redactor();
  redactor.add('top-secret-password');
  for (let before = 975; before < 1005; before++) {
    assert.doesNotMatch(redactor.text(`${'x'.repeat(before)}top-secret-password`), /top/);
  }
});

it('is quick with any text', () => {
  const redactor = new Redactor();
  redactor.add('top-secret-password');
  const start = performance.now();
  for (const part of ['a.', 'Basic ', 'http://a:', '-----BEGIN PRIVATE KEY-----', 'Bearer a'])
    redactor.text(part.repeat((256 << 10) / part.length));
  assert.ok(performance.now() - start < 5000);
});
