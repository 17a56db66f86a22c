// The operator sets up Fleet only through a Kibana that ECK manages. A Secret that describes another one is accepted in
// kibanaRef, and then taken for the name of a Kibana resource.
import { candidates, choices, retarget } from '../engine/reference-fix.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { agentMode } from '../model/index.ts';

export const kibanaRefSecret = defineRule({
  id: 'kibana-ref-secret',
  topic: 'fleet',
  summary: 'The kibanaRef of an Agent in fleet mode names a Secret instead of a Kibana.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    secret: (secret) =>
      `An Agent cannot enroll through a kibanaRef to a Secret: the operator looks for a Kibana resource called ${secret}, logs "Kibana … not found" and creates no pods.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    if (agentMode(resource) !== 'fleet' || workspace.standingOf(entry) === 'partial') return;
    const reference = resource.root.at(['spec', 'kibanaRef']);
    const secret = reference.get('secretName');
    // both forms at once are refused already
    if (!secret.text || reference.get('name').text || !reference.complete) return;
    const kibanas = workspace.all('Kibana');
    // by chance there may be a Kibana of that name
    if (kibanas.some((kibana) => kibana.resource.name === undefined || kibana.resource.name === secret.text)) return;
    report(secret, 'secret', [secret.text], {
      fixes: () =>
        choices(candidates(entry, kibanas, workspace)).map((kibana) =>
          fix(`Refer to the Kibana ${kibana.resource.called}`, retarget(entry, reference, kibana, workspace), false),
        ),
    });
  },
});
