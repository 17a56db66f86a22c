// What the API server refuses in the workload that ECK makes of a pod template. ECK's CRDs let it through, because their
// schema of podTemplate is empty.
import { remove, replaceValue } from '../engine/edit.ts';
import { defineRule, fix, type Report } from '../engine/rule.ts';
import {
  containerName,
  containers,
  type Field,
  isInit,
  mainContainer,
  mainResources,
  podKinds,
  podTemplates,
  quantityOf,
} from '../model/index.ts';

const messages = {
  probe: (probe: string, container: string) =>
    `${probe} of ${container} has no exec, httpGet, tcpSocket or grpc: the pods are refused ("must specify a handler type").`,
  request: (resource: string, request: string, limit: string) =>
    `The request of ${request} ${resource} is above the limit of ${limit}: the pods are refused ("must be less than or equal to ${resource} limit").`,
  privileged: (container: string) =>
    `${container} has both privileged: true and allowPrivilegeEscalation: false: the pods are refused ("cannot set \`allowPrivilegeEscalation\` to false and \`privileged\` to true").`,
};

export const podTemplateRefused = defineRule({
  id: 'pod-template-refused',
  topic: 'pods',
  summary: 'The API server refuses the pods that ECK creates from this template.',
  severity: 'error',
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'workspace',
  messages,
  check(entry, report, workspace) {
    const { resource } = entry;
    // a patch, or what is patched, shows one half
    if (workspace.standingOf(entry) !== 'whole') return;
    const main = mainContainer(resource);
    const [beside] = mainResources(resource);
    // an autoscaler writes the figures that count
    const scaled = workspace.referrers(entry, 'ElasticsearchAutoscaler').length > 0;
    for (const template of podTemplates(resource)) {
      const shorthand = resource.kind === 'Elasticsearch' ? template.parent?.get('resources') : beside?.beside;
      for (const container of containers(template)) {
        const isMain = !isInit(container) && container.get('name').text === main;
        checkProbes(container, report);
        if (!isMain || !scaled) checkResources(container, isMain ? shorthand : undefined, report);
        const context = container.get('securityContext');
        const escalation = context.get('allowPrivilegeEscalation');
        if (escalation.value === false && context.get('privileged').value === true)
          report(escalation, 'privileged', [containerName(container)], {
            fixes: () => [fix('Remove allowPrivilegeEscalation: false', remove(escalation), false)],
          });
      }
    }
  },
});

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

function checkProbes(container: Field, report: Report<typeof messages>): void {
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container.get(name);
    if (probe.shape !== 'map' || !probe.complete || handlers.some((handler) => probe.get(handler).exists)) continue;
    report(probe, 'probe', [name, containerName(container)], {
      onKey: true,
      fixes: () => [fix(`Remove ${name}`, remove(probe), false)],
    });
  }
}

function checkResources(container: Field, beside: Field | undefined, report: Report<typeof messages>): void {
  const own = container.get('resources');
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const [request, limit] = [own.at(['requests', name]), own.at(['limits', name])];
    if (['requests', 'limits'].some((kind) => beside?.at([kind, name]).exists)) continue;
    const [asked, allowed] = [quantityOf(request), quantityOf(limit)];
    if (asked === undefined || allowed === undefined || asked <= allowed) continue;
    const { text = '' } = limit;
    report(request, 'request', [name, request.text ?? '', text], {
      fixes: () => [fix(`Request ${text}`, replaceValue(request, text), false)],
    });
  }
}
