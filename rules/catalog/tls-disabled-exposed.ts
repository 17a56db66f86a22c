// HTTP without TLS on a Service that the world outside the cluster can reach.
import { defineRule, fix } from '../engine/rule.ts';
import { switchTls } from '../engine/switch-tls.ts';
import {
  configs,
  type Entry,
  isGuarded,
  type Kind,
  onceFor,
  type Resource,
  settingsOf,
  type Workspace,
} from '../model/index.ts';

const kinds: readonly Kind[] = [
  'Agent',
  'ApmServer',
  'ElasticMapsServer',
  'Elasticsearch',
  'EnterpriseSearch',
  'Kibana',
  'PackageRegistry',
];

export const tlsDisabledExposed = defineRule({
  id: 'tls-disabled-exposed',
  topic: 'security',
  summary: 'TLS is switched off for a Service that is reachable from outside the cluster.',
  severity: 'warning',
  kinds,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    exposed: (type) =>
      `TLS is switched off, and the Service of type ${type} is reachable from outside the cluster: passwords, tokens and data cross the network in plain text.`,
    exposedBeside: (service, type) =>
      `TLS is switched off, and the Service ${service} of type ${type} makes these pods reachable from outside the cluster: passwords, tokens and data cross the network in plain text.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const http = resource.root.at(['spec', 'http']);
    const disabled = http.at(['tls', 'selfSignedCertificate', 'disabled']);
    if (disabled.value !== true || http.at(['tls', 'certificate']).exists || setsTlsItself(resource)) return;
    const fixes = () => [fix('Switch TLS on', switchTls(http, true), false)];
    const type = http.at(['service', 'spec', 'type']).text ?? '';
    if (isOpen(type) && !isGuarded(http.at(['service', 'metadata', 'annotations'])))
      return report(disabled, 'exposed', [type], { fixes });
    const service = openServices(workspace).find((other) => exposes(other, entry, workspace));
    if (!service) return;
    const parts: [string, string] = [service.resource.called, service.facts.service?.type ?? ''];
    const related = () => [{ entry: service, path: ['spec', 'type'], message: 'The Service is here.' }];
    report(disabled, 'exposedBeside', parts, { fixes, related });
  },
});

const isOpen = (type: string | undefined): boolean => type === 'LoadBalancer' || type === 'NodePort';

const openServices = onceFor((workspace) =>
  workspace.all('Service').filter(({ facts }) => isOpen(facts.service?.type) && !facts.service?.guarded),
);

/** Whether a Service of the author's leads from outside to the pods of a resource. */
function exposes(service: Entry, entry: Entry, workspace: Workspace): boolean {
  const { type, selector, guarded } = service.facts.service ?? { type: undefined, selector: null, guarded: false };
  const namespace = workspace.namespaceOf(service);
  if (!isOpen(type) || guarded || namespace !== workspace.namespaceOf(entry) || !workspace.together(service, entry))
    return false;
  const wanted = Object.entries(typeof selector === 'object' && selector !== null ? selector : {});
  const labels = entry.facts.pods?.[0]?.labels ?? {};
  const named = wanted.some(([key]) => /\.k8s\.elastic\.co\/(?:cluster-)?name$/.test(key));
  return named && wanted.every(([key, value]) => labels[key] === value);
}

/** The application's own settings may switch TLS on again. */
const setsTlsItself = (resource: Resource): boolean =>
  configs(resource).some((config) => {
    const settings = settingsOf(config);
    return (
      !config.complete ||
      ['server.ssl', 'xpack.security.http.ssl', 'apm-server.ssl', 'ssl'].some((name) => settings.at(name).exists)
    );
  });
