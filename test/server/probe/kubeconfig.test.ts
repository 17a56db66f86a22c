import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { Kubeconfig, KubeconfigError, kubeconfigFiles } from '../../../server/probe/access/kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'eck-lint-kubeconfig-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** A file with some contents, which may be data. */
function file(contents: string | object): string {
  const path = join(folder, `config-${++count}`);
  writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
  return path;
}

const whole = (name: string, more: object = {}) => ({
  clusters: [{ name, cluster: { server: `https://${name}.example:6443` } }],
  users: [{ name, user: { token: `token of ${name}` } }],
  contexts: [{ name, context: { cluster: name, user: name } }],
  'current-context': name,
  ...more,
});

const read = (...files: string[]): Kubeconfig => new Kubeconfig(files, {});

describe('several files', () => {
  it('for each name the first file decides, by the rules of kubectl', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const part = fc.uniqueArray(fc.tuple(names, fc.nat(9)), { selector: ([name]) => name });
    const config = fc.record({ clusters: part, users: part, contexts: part, current: fc.option(names) });
    fc.assert(
      fc.property(fc.array(config, { minLength: 1, maxLength: 4 }), (configs) => {
        const files = configs.map(({ clusters, users, contexts, current }, i) =>
          file({
            clusters: clusters.map(([name, n]) => ({ name, cluster: { server: `https://${name}-${i}-${n}` } })),
            users: users.map(([name, n]) => ({ name, user: { token: `${name}-${i}-${n}` } })),
            contexts: contexts.map(([name, n]) => ({
              name,
              context: { cluster: name, user: name, namespace: `${name}-${i}-${n}` },
            })),
            ...(current !== null && { 'current-context': current }),
          }),
        );
        const merged = read(...files);
        const first = (kind: 'clusters' | 'users' | 'contexts', name: string): string | undefined => {
          const i = configs.findIndex((it) => it[kind].some(([own]) => own === name));
          const found = configs[i]?.[kind].find(([own]) => own === name);
          return found && `${name}-${i}-${found[1]}`;
        };
        assert.equal(merged.current, configs.map(({ current }) => current).find((it) => it !== null) ?? undefined);
        assert.deepEqual(
          [...merged.contexts].sort(),
          ['a', 'b', 'c'].filter((it) => first('contexts', it)),
        );
        for (const name of merged.contexts) {
          const [server, token] = [first('clusters', name), first('users', name)];
          if (server === undefined || token === undefined) {
            assert.throws(() => merged.context(name), KubeconfigError);
            continue;
          }
          const { cluster, user, namespace } = merged.context(name);
          assert.deepEqual(
            [cluster.server, user.token, namespace],
            [`https://${server}`, token, first('contexts', name)],
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('those that are not there, or empty, are passed over', () => {
    const config = read(join(folder, 'absent'), file(''), file(whole('a')), join(file('{}'), 'below-a-file'));
    assert.equal(config.context().cluster.server, 'https://a.example:6443');
  });

  it('paths start at the file they stand in', () => {
    const config = whole('a', {
      clusters: [{ name: 'a', cluster: { server: 'https://a', 'certificate-authority': 'ca.crt' } }],
      users: [
        {
          name: 'a',
          user: {
            'client-certificate': './a.crt',
            'client-key': '/abs/a.key',
            tokenFile: 'token',
            token: 'not this one',
            exec: { apiVersion: 'v1', command: './bin/plugin' },
          },
        },
      ],
    });
    const { cluster, user } = read(file(config)).context();
    assert.equal(cluster.caFile, join(folder, 'ca.crt'));
    assert.deepEqual([user.certFile, user.keyFile], [join(folder, 'a.crt'), '/abs/a.key']);
    assert.deepEqual(user.authProvider, { name: 'tokenFile', config: { tokenFile: join(folder, 'token') } });
    assert.equal(user.token, undefined);
    assert.equal(user.exec?.command, join(folder, 'bin', 'plugin'));
  });

  it('a plugin without a folder is looked for in PATH', () => {
    const config = whole('a', {
      users: [{ name: 'a', user: { exec: { apiVersion: 'v1', command: 'aws', args: ['eks'] } } }],
    });
    const { exec } = read(file(config)).context().user;
    assert.deepEqual([exec?.command, exec?.args], ['aws', ['eks']]);
  });
});

describe('what is wrong with one is said without its contents', () => {
  for (const [title, contents, message] of [
    ['no YAML', 'users: [{token: "very-secret"\n- x', /is not valid YAML\.$/],
    ['a list', '- very-secret', /is no kubeconfig\.$/],
    ['no context', { users: [] }, /^There is no context in /],
    ['no current one', whole('a', { 'current-context': '' }), /^No context is current in .*Choose one of a\.$/],
    ['another current one', whole('a', { 'current-context': 'b' }), /^There is no context b in .*There are a\.$/],
    ['no such cluster', whole('a', { clusters: [] }), /names the cluster a, which is not in /],
    ['no such user', whole('a', { users: [] }), /names the user a, who is not in /],
    ['no address', whole('a', { clusters: [{ name: 'a', cluster: {} }] }), /has no server address\.$/],
    [
      'an address of another kind',
      whole('a', { clusters: [{ name: 'a', cluster: { server: 'ftp://x' } }] }),
      /has no server/,
    ],
  ] as const) {
    it(title, () => {
      assert.throws(
        () => read(file(contents)).context(),
        (error: Error) => {
          assert.ok(error instanceof KubeconfigError);
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /very-secret|token of/);
          return true;
        },
      );
    });
  }

  const by = (user: object) => whole('a', { users: [{ name: 'a', user }] });
  for (const [title, contents, message] of [
    [
      'a provider that runs a program nobody was shown',
      by({ 'auth-provider': { name: 'gcp', config: { 'cmd-path': 'very-secret' } } }),
      /auth-provider gcp, which kubectl has dropped/,
    ],
    ['a provider without a name', by({ 'auth-provider': { config: { exec: { command: 'x' } } } }), /auth-provider ""/],
    ['a plugin without a command', by({ exec: { apiVersion: 'v1' } }), /^The plugin of the user a has no command\.$/],
    [
      'a port that is none',
      whole('a', { clusters: [{ name: 'a', cluster: { server: 'https://a:99999' } }] }),
      /has no server address\.$/,
    ],
    ['a file of any size', `# ${'very-secret'.repeat(1 << 20)}`, /is too large for a kubeconfig\.$/],
    [
      'a name that is a link',
      whole('a', { 'current-context': '[b](command:x)\n' }),
      /context \[b\] \(command:x\) {2}in/,
    ],
  ] as const) {
    it(title, () => {
      assert.throws(
        () => read(file(contents)).context(),
        (error: Error) => {
          assert.ok(error instanceof KubeconfigError);
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /very-secret|token of/);
          return true;
        },
      );
    });
  }

  it('a folder in place of a file', () => {
    assert.throws(() => read(folder), { name: 'KubeconfigError', message: `${folder} cannot be read (EISDIR).` });
  });
});

it('no text makes it throw anything but its own error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        read(file(text)).context();
      } catch (error) {
        assert.ok(error instanceof KubeconfigError, String(error));
      }
    }),
    { numRuns: 100 },
  );
});

it('names and namespaces are as kubectl takes them', () => {
  const { name, namespace, user } = read(file(whole('a'))).context();
  assert.deepEqual([name, namespace, user.name], ['a', 'default', 'a']);
  const nobody = whole('a', { contexts: [{ name: 'a', context: { cluster: 'a' } }] });
  assert.deepEqual(read(file(nobody)).context().user, { name: '' });
});

it('acting as somebody is kept whole', () => {
  const as = { as: 'u', 'as-groups': ['g', 'h'], 'as-uid': '7', 'as-user-extra': { k: ['v'] } };
  const config = whole('a', { users: [{ name: 'a', user: as }] });
  const expected = { user: 'u', groups: ['g', 'h'], uid: '7', extra: { k: ['v'] } };
  assert.deepEqual(read(file(config)).context().user.impersonate, expected);
});

it('the proxy of the cluster comes before that of the environment', () => {
  const env = { HTTPS_PROXY: 'http://env:1' };
  const own = whole('a', { clusters: [{ name: 'a', cluster: { server: 'https://a', 'proxy-url': 'http://own:2' } }] });
  assert.equal(new Kubeconfig([file(own)], env).context().cluster.proxyUrl, 'http://own:2');
  assert.equal(new Kubeconfig([file(whole('a'))], env).context().cluster.proxyUrl, 'http://env:1');
});

it('the files that count', () => {
  const several = ['a', '', 'b'].join(delimiter);
  assert.deepEqual(kubeconfigFiles(undefined, {}), [join(homedir(), '.kube', 'config')]);
  assert.deepEqual(kubeconfigFiles(undefined, { KUBECONFIG: several }), ['a', 'b']);
  assert.deepEqual(kubeconfigFiles('~/c', { KUBECONFIG: several }), [join(homedir(), 'c')]);
});

it('of a login by OIDC, nothing is kept that makes the library run or read anything else', () => {
  const config = {
    'id-token': 't',
    'refresh-token': 'r',
    'client-id': 'c',
    'idp-issuer-url': 'https://i',
    exec: { command: 'evil' },
    tokenFile: '/etc/passwd',
  };
  const user = { 'auth-provider': { name: 'oidc', config } };
  const { exec: _, tokenFile: __, ...kept } = config;
  const { authProvider } = read(file(whole('a', { users: [{ name: 'a', user }] }))).context().user;
  assert.deepEqual(authProvider, { name: 'oidc', config: kept });
});

it('anchors that multiply, or lead to themselves, cost nothing', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
  for (const [i, name] of [...'bcdefghijklm'].entries())
    bomb.push(`${name}: &${name} [${Array(10).fill(`*${'abcdefghijklm'[i]}`).join(',')}]`);
  bomb.push('users: &u [*u, {name: *u, user: {exec: *u, as-groups: *m}}]');
  const start = performance.now();
  assert.throws(() => read(file(bomb.join('\n'))).context(), KubeconfigError);
  assert.ok(performance.now() - start < 5000);
});
