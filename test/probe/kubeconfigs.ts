// The ways in that a kubeconfig knows, against an API server that checks them.
import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { describe, it } from 'node:test';
import { contexts, destination, isKubeconfigError } from '../../server/probe/index.ts';
import { allOf, leaksIn } from './support/leaks.ts';
import { agentUser } from './support/seed.ts';
import { type Config, type Differences, tokens, type World } from './support/world.ts';

const execVersion = 'client.authentication.k8s.io/v1';
const works = /^The Fleet chain works\.$/;

/** A user in place of the one with the certificate. */
const user = (value: Record<string, unknown>) => (config: Config) => {
  config.users = [{ name: 'probe-user', user: value }];
};

const credential = (status: object): string =>
  JSON.stringify({ apiVersion: execVersion, kind: 'ExecCredential', status });

export function kubeconfigs(here: () => World): void {
  const ends = async (differences: Differences): Promise<string> => {
    const { report, error } = await here().run(differences);
    if (error !== undefined) {
      assert.ok(isKubeconfigError(error), allOf(error));
      return `thrown: ${error.message}`;
    }
    return report?.verdict.sentence ?? '';
  };

  describe('logs in at the API server', () => {
    it('with a token', async () => {
      assert.match(await ends({ config: user({ token: tokens.probe }) }), works);
    });

    it('with a token in a file, named from the folder of the kubeconfig', async () => {
      here().file('token', `${tokens.probe}\n`);
      assert.match(await ends({ config: user({ tokenFile: 'token', token: 'not this one' }) }), works);
    });

    it('with certificates in files, named from the folder of the kubeconfig', async () => {
      const { user: own, ca } = here().plane;
      here().file('own.crt', own.cert);
      here().file('own.key', own.key);
      here().file('own-ca.crt', ca.cert);
      const config = (it: Config): void => {
        user({ 'client-certificate': 'own.crt', 'client-key': './own.key' })(it);
        const [cluster] = it.clusters;
        if (cluster) cluster.cluster = { server: cluster.cluster.server, 'certificate-authority': 'own-ca.crt' };
      };
      assert.match(await ends({ config }), works);
    });

    it('as somebody else', async () => {
      await grantImpersonation(here());
      assert.match(await ends({ config: user({ token: tokens.impersonator, as: 'probe-user' }) }), works);
      const as = { token: tokens.impersonator, as: 'somebody' };
      assert.match(await ends({ config: user({ ...as, 'as-groups': ['others', 'fleet-probers'] }) }), works);
      assert.match(await ends({ config: user(as) }), /^You may not read everything/);
    });

    it('not with credentials that are old', async () => {
      const secrets = ['an-old-token-SENTINEL'];
      const sentence = await ends({ config: user({ token: 'an-old-token-SENTINEL' }), secrets });
      assert.match(sentence, /^The API server does not accept the credentials/);
    });

    it('not without credentials: that it tells its version to everybody proves nothing', async () => {
      const { report } = await here().run({ config: user({}) });
      const marks = report?.branches.flatMap(({ steps }) => steps.map(({ id, mark }) => `${id} ${mark}`));
      assert.deepEqual(marks, ['api pass', 'login fail']);
      assert.match(report?.verdict.sentence ?? '', /does not accept the credentials/);
    });
  });

  describe('a plugin for credentials', () => {
    const plugin =
      (script: string, more: object = {}) =>
      (config: Config) => {
        here().file('plugin', `#!/bin/sh\n${script}\n`, 0o700);
        user({ exec: { apiVersion: execVersion, command: './plugin', ...more } })(config);
      };

    it('gives a token', async () => {
      assert.match(await ends({ config: plugin(`echo '${credential({ token: tokens.probe })}'`) }), works);
    });

    it('gives a certificate', async () => {
      const { cert, key } = here().plane.user;
      const json = credential({ clientCertificateData: cert, clientKeyData: key });
      assert.match(await ends({ config: plugin(`cat <<'END'\n${json}\nEND`) }), works);
    });

    it('gets its arguments, its environment and what it may know of the cluster', async () => {
      const script = [
        'case "$1-$TEAM-$KUBERNETES_EXEC_INFO" in',
        `get-search-*certificate-authority-data*) echo '${credential({ token: tokens.probe })}';;`,
        '*) exit 3;; esac',
      ].join('\n');
      const env = [{ name: 'TEAM', value: 'search' }];
      const known = plugin(script, { args: ['get'], env, provideClusterInfo: true });
      assert.match(await ends({ config: known }), works);
      assert.match(await ends({ config: plugin(script, { args: ['get'], env }) }), /ended with status 3/);
    });

    it('that reads from a terminal gets none', async () => {
      const script = `read -r line; echo '${credential({ token: tokens.probe })}'`;
      assert.match(await ends({ config: plugin(script) }), works);
      const always = plugin('exit 1', { interactiveMode: 'Always' });
      assert.match(await ends({ config: always }), /^thrown: .*needs a terminal\. Log in there/);
    });

    it('that hangs is given up, with the programs it has started', async () => {
      const sentence = await ends({ config: plugin('sleep 30 & sleep 30'), call: { pluginTimeout: 400 } });
      assert.match(sentence, /^thrown: .*gave no credentials in 0\.4 s/);
    });

    it('that is not installed is named', async () => {
      const sentence = await ends({ config: plugin('', { command: 'no-such-plugin-here' }) });
      assert.match(sentence, /^thrown: no-such-plugin-here, which the kubeconfig names for credentials, is not found/);
    });

    it('that fails, or prints anything else, is not quoted', async () => {
      const word = 'printed-SENTINEL-word';
      const secrets = [word];
      const noisy = plugin(`echo ${word}; echo ${word} >&2; exit 7`);
      assert.match(await ends({ config: noisy, secrets }), /^thrown: .*ended with status 7/);
      assert.match(
        await ends({ config: plugin(`echo '{"token":"${word}"'`), secrets }),
        /did not print an ExecCredential/,
      );
      assert.match(
        await ends({ config: plugin(`echo '${credential({})}'`), secrets }),
        /did not print an ExecCredential/,
      );
    });
  });

  describe('the API server', () => {
    it('with a certificate of another CA is not spoken to, whatever the environment says', async () => {
      for (const env of [{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }]) {
        const { report, audit } = await here().run({
          env,
          config: (config) => {
            user({ token: tokens.probe })(config);
            const foreign = Buffer.from(here().certificates.elasticsearch.ca).toString('base64');
            Object.assign(config.clusters[0]?.cluster ?? {}, { 'certificate-authority-data': foreign });
          },
        });
        assert.match(report?.verdict.sentence ?? '', /^The API server cannot be reached/);
        assert.deepEqual(audit, [], 'nothing reached it');
      }
    });

    it('is not verified when the kubeconfig says so', async () => {
      const config = (it: Config): void => {
        const [cluster] = it.clusters;
        if (cluster) cluster.cluster = { server: cluster.cluster.server, 'insecure-skip-tls-verify': true };
      };
      assert.match(await ends({ config }), works);
      const file = here().configFile(config);
      assert.equal((await destination(file)).unverified, true);
    });

    it('that is not there is named with the fault of the connection', async () => {
      const { report } = await here().run({
        config: (config) => Object.assign(config.clusters[0]?.cluster ?? {}, { server: 'https://127.0.0.1:1' }),
      });
      assert.match(report?.verdict.sentence ?? '', /^The API server cannot be reached/);
      assert.match(JSON.stringify(report), /ECONNREFUSED/);
    });

    it('without TLS gets no credentials', async () => {
      const config = (it: Config): void => {
        user({ token: tokens.probe })(it);
        const [cluster] = it.clusters;
        if (cluster) cluster.cluster = { server: 'http://127.0.0.1:1', 'insecure-skip-tls-verify': true };
      };
      assert.match(await ends({ config }), /^thrown: .*not https: credentials are not sent there/);
    });
  });

  describe('several files', () => {
    it('the first to name a thing decides; those that are not there are passed over', async () => {
      const other = (config: Config): void => {
        Object.assign(config.clusters[0]?.cluster ?? {}, { server: 'https://127.0.0.1:1' });
      };
      const [first, second] = [here().configFile(), here().configFile(other)];
      const files = ['/absent/config', first, second].join(delimiter);
      assert.match(await ends({ call: { kubeconfig: files } }), works);
      const turned = [second, first].join(delimiter);
      assert.match(await ends({ call: { kubeconfig: turned } }), /^The API server cannot be reached/);
    });

    it('a context may take its parts from different files', async () => {
      const world = here();
      const [clusters, users, named] = [world.config(), world.config(), world.config()];
      const files = [
        world.file('only-contexts', { ...named, clusters: [], users: [] }),
        world.file('only-users', { clusters: [], users: users.users, contexts: [] }),
        world.file('only-clusters', { clusters: clusters.clusters, users: [], contexts: [] }),
      ].join(delimiter);
      assert.match(await ends({ call: { kubeconfig: files } }), works);
    });

    it('without a current context, one has to be named', async () => {
      const file = here().configFile((config) => {
        delete config['current-context'];
        config.contexts.push({ name: 'other', context: { cluster: 'absent', user: 'probe-user' } });
      });
      assert.deepEqual(await contexts(file), { current: undefined, names: ['test', 'other'] });
      assert.match(
        await ends({ call: { kubeconfig: file } }),
        /^thrown: No context is current in .*Choose one of test, other/,
      );
      assert.match(await ends({ call: { kubeconfig: file, context: 'test' } }), works);
      assert.match(
        await ends({ call: { kubeconfig: file, context: 'other' } }),
        /^thrown: The context other names the cluster absent/,
      );
    });

    it('where there is none, that is said', async () => {
      assert.match(
        await ends({ call: { kubeconfig: '/absent/config' } }),
        /^thrown: There is no context in \/absent\/config/,
      );
    });

    it('a file that is no YAML is named and not quoted', async () => {
      const file = here().file('broken', `users: [{ token: "broken-SENTINEL\n  x: - y`);
      const sentence = await ends({ call: { kubeconfig: file }, secrets: ['broken-SENTINEL'] });
      assert.match(sentence, /^thrown: .*broken is not valid YAML/);
    });
  });

  it('goes nowhere else than where it said it would', async () => {
    const file = here().configFile();
    const confirmed = await destination(file);
    assert.match(await ends({ call: { kubeconfig: file, confirmed } }), works);
    const changed = here().configFile(user({ exec: { apiVersion: execVersion, command: 'another-plugin' } }));
    assert.match(
      await ends({ call: { kubeconfig: changed, confirmed } }),
      /^thrown: The context test has changed since you confirmed it\. Probe again\.$/,
    );
  });

  it('tells where it would go without asking anybody', async () => {
    const world = here();
    const file = world.configFile((config) => user({ exec: { command: 'log-in', args: ['--for', 'me'] } })(config));
    world.plane.audited();
    const shown = await destination(file);
    assert.deepEqual(shown, {
      context: 'test',
      cluster: 'test',
      server: world.plane.server,
      user: 'probe-user',
      namespace: 'elastic',
      plugin: 'log-in --for me',
      unverified: false,
    });
    assert.deepEqual(world.plane.audited(), []);
    assert.deepEqual(leaksIn(JSON.stringify(shown), world.secrets([agentUser])), []);
  });
}

async function grantImpersonation({ plane: { kube } }: World): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const metadata = { name: 'impersonator' };
  const rules = [{ apiGroups: [''], resources: ['users', 'groups'], verbs: ['impersonate'] }];
  await kube.must('POST', `${rbac}/clusterroles`, { metadata, rules });
  await kube.must('POST', `${rbac}/clusterrolebindings`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'impersonator' },
    subjects: [{ kind: 'User', name: 'impersonator', apiGroup: 'rbac.authorization.k8s.io' }],
  });
}
