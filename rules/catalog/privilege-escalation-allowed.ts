// ECK runs its own containers without a way to more rights, as far as the author brings no securityContext.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { containerName, containersOf, observesNodes, podKinds } from '../model/index.ts';

export const privilegeEscalationAllowed = defineRule({
  id: 'privilege-escalation-allowed',
  topic: 'pods',
  summary: 'A container may gain more privileges than it was started with.',
  severity: { allowed: 'warning', observer: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'resource',
  aliases: ['privilege-escalation-container', 'CKV_K8S_20', 'C-0016'],
  messages: {
    allowed: (name) =>
      `allowPrivilegeEscalation: true lets a process in ${name} gain more privileges than it was started with, through setuid programs or file capabilities. No component of the Elastic Stack needs that here.`,
    observer: (name) =>
      `allowPrivilegeEscalation: true lets a process in ${name} gain more privileges than it was started with. A container that runs as root anyway does not need it.`,
  },
  check(resource, report) {
    for (const container of containersOf(resource)) {
      const context = container.get('securityContext');
      const allowed = context.get('allowPrivilegeEscalation');
      // a privileged container may not be without it
      if (allowed.value !== true || isTrueOrOpen(context.get('privileged'))) continue;
      report(allowed, observesNodes(resource) ? 'observer' : 'allowed', [containerName(container)], {
        fixes: () => [fix('Do not allow privilege escalation', replaceValue(allowed, false), false)],
      });
    }
  },
});

const isTrueOrOpen = ({ value, shape }: { value: unknown; shape: string }): boolean =>
  value === true || shape === 'template';
