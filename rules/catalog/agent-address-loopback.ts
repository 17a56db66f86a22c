// Addresses in an Agent's environment or own configuration that lead back to its pod, where neither Fleet Server nor
// Elasticsearch listens.
import { replaceWithin } from '../engine/edit.ts';
import { type Details, defineRule, fix } from '../engine/rule.ts';
import {
  addressOf,
  type Entry,
  type Field,
  isFleetServer,
  isLoopback,
  isSet,
  podTemplates,
  settingsOf,
  targetIn,
  type Workspace,
} from '../model/index.ts';

export const agentAddressLoopback = defineRule({
  id: 'agent-address-loopback',
  topic: 'fleet',
  summary: 'An Agent is told to look for Fleet Server or Elasticsearch in its own pod.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    variable: (name, value, what, outcome) =>
      `${name} is ${value}, an address of this pod itself. No ${what} listens there ("connection refused"), so ${outcome}.`,
    output: (value) =>
      `This output is ${value}, an address of the pod of the Agent itself. No Elasticsearch listens there ("connection refused"), so no data arrives.`,
  },
  check(entry, report, workspace) {
    const { resource, facts } = entry;
    // in the network of the node anything may listen
    if (!facts.pods?.every(({ hostNetwork }) => hostNetwork === false) || workspace.standingOf(entry) === 'partial')
      return;
    const spec = resource.root.get('spec');
    const server = isFleetServer(resource);
    const cluster = server ? targetIn(entry, 'elasticsearchRefs', workspace) : undefined;
    for (const template of podTemplates(resource)) {
      const containers = template.at(['spec', 'containers']).items();
      // a container beside it may be a proxy
      if (containers.length > 1 || !template.complete || template.at(['spec', 'initContainers']).exists) return;
      const names = new Set(
        containers[0]
          ?.get('env')
          .items()
          .map((variable) => variable.get('name').text),
      );
      for (const variable of containers[0]?.get('name').text === 'agent' ? containers[0].get('env').items() : []) {
        const [name, value] = [variable.get('name').text, variable.get('value')];
        if (!value.text || !isLoopback(value.text)) continue;
        if (name === 'FLEET_URL' && facts.fleetMode && server === false) {
          const target = targetIn(entry, 'fleetServerRef', workspace);
          report(
            value,
            'variable',
            [name, value.text, 'Fleet Server', 'it never enrolls'],
            lead(value, target, workspace),
          );
        } else if (
          server &&
          // the older name counts where ECK does not give the other one
          (name === preferred ||
            (name === 'ELASTICSEARCH_HOST' &&
              !isSet(spec.get('elasticsearchRefs').get(0)) &&
              !names.has(preferred) &&
              !containers[0]?.get('envFrom').exists))
        )
          report(
            value,
            'variable',
            [name, value.text, 'Elasticsearch', 'Fleet Server never becomes healthy'],
            lead(value, cluster, workspace),
          );
      }
    }
    // only what a standalone Agent is given counts; in fleet mode outputs come from Fleet
    if (facts.agent?.mode !== 'standalone') return;
    for (const host of outputHosts(spec.get('config')))
      if (host.text && isLoopback(host.text))
        report(host, 'output', [host.text], lead(host, onlyCluster(entry, workspace), workspace));
  },
});

const preferred = 'FLEET_SERVER_ELASTICSEARCH_HOST';

const onlyCluster = (entry: Entry, workspace: Workspace): Entry | undefined =>
  entry.facts.references.filter(({ target }) => target === 'Elasticsearch').length === 1
    ? targetIn(entry, 'elasticsearchRefs', workspace)
    : undefined;

/** The hosts of the outputs of type elasticsearch, which is the type when none is given. */
function outputHosts(config: Field): Field[] {
  const outputs = [...settingsOf(config).at('outputs').children.values()];
  return outputs
    .filter((output) => !output.at('type').exists || output.at('type').only?.text === 'elasticsearch')
    .flatMap((output) => output.at('hosts').written)
    .flatMap((hosts) => (hosts.list ? hosts.items() : [hosts]));
}

/** The address of the resource that the Agent refers to. */
function lead(at: Field, target: Entry | undefined, workspace: Workspace): Details {
  return {
    related: () =>
      target
        ? [{ entry: target, path: ['metadata', 'name'], message: `The Agent refers to ${target.resource.called}.` }]
        : [],
    fixes: () => {
      const [old, address] = [at.text?.trim(), target && addressOf(target, workspace)];
      return [address && old ? fix(`Use ${address}`, replaceWithin(at, old, address)) : undefined];
    },
  };
}
