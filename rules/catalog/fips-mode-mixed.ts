// FIPS mode is meant for all nodes of a cluster or none.
import { defineRule } from '../engine/rule.ts';
import { elasticsearchConfigs, isAtLeast, isNewestApi, nodeSets, switchedOn } from '../model/index.ts';

const setting = 'xpack.security.fips_mode.enabled';

export const fipsModeMixed = defineRule({
  id: 'fips-mode-mixed',
  topic: 'security',
  summary: 'FIPS mode is on for some node sets of an Elasticsearch and off for others.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  admission: ['es-fips-mixed'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (name, other) =>
      `FIPS mode is on for the node set ${other} but not for ${name}: nodes in different modes do not agree on algorithms, such as those for password hashes.`,
  },
  check(entry, report, workspace, operator) {
    const { resource } = entry;
    if (!isNewestApi(resource) || !isAtLeast(operator, '3.4.0')) return;
    const configs = elasticsearchConfigs(entry, workspace);
    const states = configs.map((config) => switchedOn(config, setting));
    const on = states.indexOf(true);
    if (on < 0 || states.includes(undefined)) return;
    const sets = nodeSets(resource);
    for (const [i, set] of sets.entries()) {
      if (states[i] !== false) continue;
      const name = set.get('name');
      const decided = configs[on]?.scalar(setting);
      report(name, 'found', [name.text ?? '', sets[on]?.get('name').text ?? ''], {
        related: () =>
          decided
            ? [{ entry: decided.layer.entry, path: decided.path, message: 'FIPS mode is switched on here.' }]
            : [],
      });
    }
  },
});
