// ECK makes the address of a resource from its Service, and finds the port by its name, which is the protocol. Ports
// that an author lists replace ECK's own, name included.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Entry, eckKindNames, type Field, type Reference, usesTls, type Workspace } from '../model/index.ts';

export const servicePortUnnamed = defineRule({
  id: 'service-port-unnamed',
  topic: 'references',
  summary: 'The ports of an HTTP Service are listed without one that is named after the protocol.',
  severity: { referred: 'error', unreferred: 'info' },
  kinds: ['Agent', 'Elasticsearch', 'EnterpriseSearch', 'Kibana', 'PackageRegistry'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    referred: (protocol, who) =>
      `No port is named ${protocol}${because(protocol)}, and ECK looks for the port by that name: the association of ${who} stays Pending ("no port named [${protocol}] in service").`,
    unreferred: (protocol) =>
      `No port is named ${protocol}${because(protocol)}. ECK looks for the port by that name when another resource refers to this one; its association would stay Pending ("no port named [${protocol}] in service").`,
  },
  check(entry, report, workspace) {
    const { root, kind } = entry.resource;
    const http = root.at(['spec', 'http']);
    const list = http.at(['service', 'spec', 'ports']);
    const ports = list.items();
    const secure = usesTls(http, root);
    if (ports.length === 0 || secure === undefined || !list.complete || workspace.standingOf(entry) === 'partial')
      return;
    const names = ports.map((port) => port.get('name'));
    const protocol = secure ? 'https' : 'http';
    if (names.some((name) => name.value === protocol || name.shape === 'template' || !name.parent?.map)) return;

    const port = ports.length === 1 ? ports[0] : portOf(ports, standardPorts[kind]);
    const name = port?.get('name');
    const at = (name?.text ? name : port) ?? list;
    const referrers = referrersOf(entry, workspace);
    const who = referrers.length === 1 ? `the ${printOf(referrers[0]?.entry)}` : `${referrers.length} resources`;
    report(at, referrers.length > 0 ? 'referred' : 'unreferred', [protocol, who], {
      onKey: at !== name,
      related: () =>
        referrers.map((other) => ({
          entry: other.entry,
          path: other.reference.path,
          message: `The ${printOf(other.entry)} refers to it.`,
        })),
      fixes: () => [
        // a name that is there may be used elsewhere, by an Ingress say
        name &&
          fix(
            `Name the port ${protocol}`,
            name.text ? replaceValue(name, protocol) : insert(name, protocol),
            !name.text,
          ),
      ],
    });
  },
});

const because = (protocol: string): string => (protocol === 'http' ? ', although TLS is off' : '');

/** Where the containers listen. */
const standardPorts: Readonly<Record<string, number>> = {
  Agent: 8220,
  Elasticsearch: 9200,
  EnterpriseSearch: 3002,
  Kibana: 5601,
};

/** The one port that leads to where the container listens. */
function portOf(ports: readonly Field[], standard: number | undefined): Field | undefined {
  const leading = ports.filter((port) => (port.get('targetPort').value ?? port.get('port').value) === standard);
  return leading.length === 1 ? leading[0] : undefined;
}

/** Resources of the deployment whose association needs the address of this one. */
const referrersOf = (entry: Entry, workspace: Workspace): { entry: Entry; reference: Reference }[] =>
  eckKindNames
    .filter((kind) => kind !== 'ElasticsearchAutoscaler')
    .flatMap((kind) => workspace.referrers(entry, kind))
    .filter(
      ({ entry: other, reference }) =>
        !reference.ownService && !reference.path.includes('remoteClusters') && workspace.together(entry, other),
    );

const printOf = (entry: Entry | undefined): string => `${entry?.resource.kind} ${entry?.resource.name}`;
