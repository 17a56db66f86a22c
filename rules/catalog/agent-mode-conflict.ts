// Combinations of an Agent's fields that ECK refuses. The operator judges them at admission and again before it rolls
// anything out, so there is no way around them.
import { insert, remove, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  agentMode,
  compareVersions,
  type Field,
  isAtLeast,
  isFleetServer,
  isNamed,
  saysSomething,
} from '../model/index.ts';

const rejected = 'ECK rejects the manifest';

export const agentModeConflict = defineRule({
  id: 'agent-mode-conflict',
  topic: 'fleet',
  summary: 'An Agent combines fields that ECK does not accept together.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  admission: [
    'agent-client-auth-not-server',
    'agent-default-output-twice',
    'agent-fleet-config',
    'agent-fleet-configref',
    'agent-fleet-esrefs',
    'agent-fleet-many-esrefs',
    'agent-fleetserver-and-ref',
    'agent-fleetserver-standalone',
    'agent-http-without-fleetserver',
    'agent-output-unnamed',
    'agent-standalone-fleetref',
    'agent-standalone-kibanaref',
  ],
  scope: 'workspace',
  messages: {
    needsFleet: (field, why) => `${field} is for fleet mode only, and ${why}: ${rejected}.`,
    serverWithRef: () =>
      `fleetServerEnabled and fleetServerRef are both set, but an Agent either is a Fleet Server or refers to one: ${rejected}.`,
    outputsInFleet: () =>
      `In fleet mode only a Fleet Server may have elasticsearchRefs, because other Agents get their outputs from Fleet: ${rejected}.`,
    severalClusters: (count) => `A Fleet Server takes one elasticsearchRef, and ${count} are listed: ${rejected}.`,
    unnamedOutput: () =>
      `With several elasticsearchRefs each one needs an outputName, and this one has none: ${rejected}.`,
    secondDefault: () => `Two elasticsearchRefs have the outputName default: ${rejected}.`,
    httpWithoutServer: () => `http configures a Fleet Server, and this Agent is not one: ${rejected}.`,
    configTooEarly: (field, version) =>
      `In fleet mode ${field} needs version 8.13 or later, and this Agent is ${version}: ${rejected}.`,
    configUnknown: (field, release) =>
      `In fleet mode ${field} needs ECK 3.1 or later, and eckVersion is ${release}: ${rejected}.`,
  },
  check(entry, report, workspace, operator) {
    // what a patch or a template adds may be just the field that makes the difference
    if (workspace.standingOf(entry) !== 'whole') return;
    const { resource } = entry;
    const spec = resource.root.get('spec');
    if (!spec.map) return;
    const mode = agentMode(resource);
    const [kibana, server, outputs] = [
      spec.get('kibanaRef'),
      spec.get('fleetServerRef'),
      spec.get('elasticsearchRefs'),
    ];
    const [enabled, http] = [spec.get('fleetServerEnabled'), spec.get('http')];
    const isServer = enabled.value === true;
    const mayBeServer = isFleetServer(resource) !== false;
    const refs = outputs.items();
    const given = ['config', 'configRef'].map((name) => spec.get(name)).filter((f) => f.map && f.shape === 'map');
    const version = spec.get('version').text ?? '';
    const configTooEarly = (compareVersions(version, '8.13.0') ?? 0) < 0;
    // what is left to repair in fleet mode is no reason against it, what fleet mode refuses is
    const fitsFleet =
      (refs.length === 0 || (refs.length === 1 && mayBeServer)) &&
      (given.length === 0 || (isAtLeast(operator, '3.1.0') && !configTooEarly)) &&
      !(isServer && isNamed(server));

    if (mode === 'standalone') {
      const why = spec.get('mode').text ? 'this Agent is standalone' : 'without mode this Agent is standalone';
      const fleetOnly = [...(isServer ? [enabled] : []), ...[kibana, server].filter(isNamed)];
      // with outputs and inputs of its own it was rather meant to stand alone
      const standsAlone = !mayBeServer && (refs.length > 0 || given.length > 0);
      for (const field of fleetOnly)
        report(field, 'needsFleet', [String(field.name), why], {
          onKey: true,
          fixes: () =>
            standsAlone
              ? [
                  fix(`Remove ${String(field.name)}`, remove(field), false),
                  fitsFleet ? useFleet(spec, false) : undefined,
                ]
              : [
                  fitsFleet ? useFleet(spec, given.length === 0 && isNamed(kibana)) : undefined,
                  fix(`Remove ${String(field.name)}`, remove(field), false),
                ],
        });
      if (refs.length > 1 && !isServer) checkOutputs(refs);
    }
    if (isServer && isNamed(server))
      report(server, 'serverWithRef', [], {
        onKey: true,
        fixes: () => [
          // a Fleet Server is told its own address by ECK
          fix('Remove fleetServerRef', remove(server), server.get('name').text === resource.name),
          refs.length > 0 || saysSomething(http) ? undefined : fix('Remove fleetServerEnabled', remove(enabled), false),
        ],
      });
    if (mode === 'fleet' && !mayBeServer && refs.length > 0)
      report(outputs, 'outputsInFleet', [], {
        onKey: true,
        fixes: () => [
          fix('Remove elasticsearchRefs', remove(outputs), isNamed(server)),
          isNamed(server) || refs.length > 1
            ? undefined
            : fix('Make it a Fleet Server', insert(spec.get('fleetServerEnabled'), true, 'mode'), false),
        ],
      });
    if (mode === 'fleet' && mayBeServer && refs.length > 1)
      report(outputs, 'severalClusters', [String(refs.length)], { onKey: true });
    if (!mayBeServer && saysSomething(http))
      report(http, 'httpWithoutServer', [], {
        onKey: true,
        fixes: () => [fix('Remove http', remove(http), mode === 'standalone' || isNamed(server))],
      });
    for (const field of mode === 'fleet' ? given : []) {
      const name = String(field.name);
      const details = { onKey: true, fixes: () => [fix(`Remove ${name}`, remove(field), false)] };
      if (!isAtLeast(operator, '3.1.0')) report(field, 'configUnknown', [name, operator.version], details);
      else if (configTooEarly) report(field, 'configTooEarly', [name, version], details);
    }

    function checkOutputs(items: readonly Field[]): void {
      const names = items.map((item) => item.get('outputName'));
      const unnamed = names.filter((name) => !name.exists || name.shape === 'null' || name.value === '');
      const defaults = names.filter((name) => name.value === 'default');
      for (const name of unnamed)
        report(name, 'unnamedOutput', [], {
          fixes: () =>
            unnamed.length + defaults.length === 1
              ? [fix('Set outputName: default', insert(name, 'default'), false)]
              : [],
        });
      for (const name of defaults.slice(1)) report(name, 'secondDefault', []);
    }
  },
});

function useFleet(spec: Field, safe: boolean): Fix | undefined {
  const mode = spec.get('mode');
  return fix(
    'Set mode: fleet',
    mode.text ? replaceValue(mode, 'fleet') : insert(mode, 'fleet', 'version'),
    // standalone in so many words was somebody's decision
    safe && !mode.text,
  );
}
