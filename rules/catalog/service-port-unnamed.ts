// ECK makes the address of a resource from its Service, and finds the port by its name, which is the protocol. Ports
// that an author lists replace ECK's own, name included.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  calledThrough,
  type Entry,
  eckKindNames,
  type Field,
  type Kind,
  type Reference,
  usesTls,
  type Workspace,
} from '../model/index.ts';

export const servicePortUnnamed = defineRule({
  id: 'service-port-unnamed',
  topic: 'references',
  summary: 'An HTTP Service lists ports, but none is named after the protocol.',
  severity: { referred: 'error', own: 'error', unreferred: 'info' },
  kinds: ['Agent', 'Elasticsearch', 'EnterpriseSearch', 'Kibana', 'PackageRegistry', 'Service'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    referred: (protocol, who) =>
      `No port is named ${protocol}${because(protocol)}, and ECK looks for the port by that name: the association of ${who} stays Pending ("no port named [${protocol}] in service").`,
    own: (protocol) =>
      `No port is named ${protocol}${because(protocol)}, and ECK looks for the port by that name to tell this Fleet Server its own address: no pods are created ("no port named [${protocol}] in service").`,
    unreferred: (protocol) =>
      `No port is named ${protocol}${because(protocol)}. ECK looks for the port by that name when another resource refers to this one; its association would stay Pending ("no port named [${protocol}] in service").`,
  },
  check(entry, report, workspace) {
    const asked = entry.resource.kind === 'Service' ? ownService(entry, workspace) : httpServiceOf(entry, workspace);
    if (!asked?.list.complete || workspace.standingOf(entry) === 'partial') return;
    const { list, protocol } = asked;
    const ports = list.items();
    if (ports.length === 0) return;
    const names = ports.map((port) => port.get('name'));
    if (names.some((name) => name.value === protocol || name.shape === 'template' || !name.parent?.map)) return;

    const referrers = asked.referrers();
    const port = ports.length === 1 ? ports[0] : portOf(ports, standardPorts[asked.kind]);
    const name = port?.get('name');
    const at = (name?.text ? name : port) ?? list;
    const callers = [...new Set(referrers.map((other) => `the ${printOf(other.entry)}`))];
    const who =
      callers.length > 3 ? `${callers.slice(0, 2).join(', ')} and ${callers.length - 2} more` : callers.join(' and ');
    const { fleetMode, fleetServer } = entry.facts;
    const unreferred = fleetMode && fleetServer ? 'own' : 'unreferred';
    report(at, referrers.length > 0 ? 'referred' : unreferred, [protocol, who], {
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

/** The Service that others look for a port in. */
interface Asked {
  readonly list: Field;
  readonly protocol: string;
  readonly referrers: () => readonly { entry: Entry; reference: Reference }[];
  /** whose pods it leads to */
  readonly kind: Kind;
}

function httpServiceOf(entry: Entry, workspace: Workspace): Asked | undefined {
  const { root, kind } = entry.resource;
  const http = root.at(['spec', 'http']);
  const secure = usesTls(http, root);
  return secure === undefined
    ? undefined
    : {
        list: http.at(['service', 'spec', 'ports']),
        protocol: protocolOf(secure),
        referrers: () => referrersOf(entry, workspace),
        kind,
      };
}

/** A Service of the author's, which references name by serviceName. */
function ownService(entry: Entry, workspace: Workspace): Asked | undefined {
  const referrers = calledThrough(entry, workspace);
  const [target, second] = [...new Set(referrers.map((one) => one.target))];
  const secure = target?.facts.http?.secure;
  if (!target || second || secure === undefined) return undefined;
  return {
    list: entry.resource.root.at(['spec', 'ports']),
    protocol: protocolOf(secure),
    referrers: () => referrers,
    kind: target.resource.kind,
  };
}

const protocolOf = (secure: boolean): string => (secure ? 'https' : 'http');

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

const printOf = (entry: Entry | undefined): string => `${entry?.resource.kind} ${entry?.resource.called}`;
