// Linux capabilities beyond what containers have anyway and the job of the application asks for.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  capabilityName,
  containerName,
  containersOf,
  type Field,
  isCapabilityNeeded,
  isInit,
  isNearlyRoot,
  isPowerful,
  isUsual,
  mainContainer,
  observesNodes,
  podKinds,
  type Resource,
  setsKernelParameter,
} from '../model/index.ts';

type Judgement = 'powerful' | 'observer' | 'unneeded';

export const capabilitiesAdded = defineRule({
  id: 'capabilities-added',
  topic: 'pods',
  summary: 'A container gets a Linux capability that its job does not need.',
  severity: { powerful: 'warning', observer: 'info', unneeded: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'resource',
  aliases: ['CKV_K8S_25', 'CKV_K8S_39', 'C-0046'],
  messages: {
    powerful: (capability, container) =>
      `${capability} gives ${container} access to the node and to other pods, and its job does not need it.`,
    observer: (capability, container) =>
      `${capability} gives ${container} nearly the rights of root on the node. Few inputs need it: the documentation of each integration or module says which capabilities it needs.`,
    unneeded: (capability, container) =>
      `${container} does not need ${capability}, and an attacker who takes over a process in the container gets it too.`,
  },
  check(resource, report) {
    for (const container of containersOf(resource)) {
      for (const item of container.at(['securityContext', 'capabilities', 'add']).items()) {
        const capability = capabilityName(item.text ?? '');
        const judgement = item.text === undefined ? undefined : judge(capability, container, resource);
        if (judgement)
          report(item, judgement, [capability, containerName(container)], {
            fixes: () => [fix(`Remove ${capability}`, remove(item), false)],
          });
      }
    }
  },
});

function judge(capability: string, container: Field, resource: Resource): Judgement | undefined {
  if (isUsual(capability) || isCapabilityNeeded(capability, resource)) return undefined;
  if (isInit(container) && setsKernelParameter(container)) return undefined;
  const nearlyRoot = isNearlyRoot(capability);
  // of other containers in the pod it is not known what they do
  const isMain = !isInit(container) && container.get('name').text === mainContainer(resource);
  if (observesNodes(resource)) return nearlyRoot ? 'observer' : isMain ? 'unneeded' : undefined;
  if (nearlyRoot || (isMain && isPowerful(capability))) return 'powerful';
  return isMain ? 'unneeded' : undefined;
}
