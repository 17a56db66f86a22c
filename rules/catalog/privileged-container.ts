// Containers that may do everything on the node. The init container that sets vm.max_map_count has to; ECK documents it.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { containerName, containersOf, isInit, observesNodes, podKinds, setsKernelParameter } from '../model/index.ts';

export const privilegedContainer = defineRule({
  id: 'privileged-container',
  topic: 'pods',
  summary: 'A container runs privileged without need.',
  severity: { container: 'warning', observer: 'info', init: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'resource',
  aliases: ['privileged-container', 'CKV_K8S_16', 'C-0057'],
  messages: {
    container: (name) =>
      `The container ${name} runs privileged and does not need it: an attacker who takes over a process in it controls the node, with all pods and Secrets there.`,
    observer: (name) =>
      `The container ${name} runs privileged, so a process in it may do everything on the node. To read the node's logs runAsUser: 0 is enough, except where SELinux keeps hostPath volumes from other containers, as on OpenShift.`,
    init: (name) =>
      `The init container ${name} runs privileged. Kernel parameters such as vm.max_map_count need that; owners of files can be changed with runAsUser: 0 alone.`,
  },
  check(resource, report) {
    for (const container of containersOf(resource)) {
      const privileged = container.at(['securityContext', 'privileged']);
      if (privileged.value !== true) continue;
      const name = containerName(container);
      const fixes = () => [fix('Run without privileges', replaceValue(privileged, false), false)];
      if (isInit(container)) {
        if (!setsKernelParameter(container)) report(privileged, 'init', [name], { fixes });
      } else if (observesNodes(resource)) report(privileged, 'observer', [name]);
      else report(privileged, 'container', [name], { fixes });
    }
  },
});
