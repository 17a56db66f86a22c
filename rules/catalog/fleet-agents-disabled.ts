// xpack.fleet.agents.enabled: false in Kibana. Its Fleet plugin then leaves out the routes for agents and for enrollment
// keys; POST /api/fleet/setup still works, so what fails is the operator's next call. With xpack.fleet.enabled: false the
// whole plugin is left out, in 8.x and 9.x too, where the setting is no longer documented (kibana#188685).
import { remove, replaceValue } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { enrolledThrough, flag, kibanaConfig, kibanasOf, neverEnroll } from '../model/index.ts';

const switches = ['xpack.fleet.agents.enabled', 'xpack.fleet.enabled'] as const;

export const fleetAgentsDisabled = defineRule({
  id: 'fleet-agents-disabled',
  topic: 'fleet',
  summary: 'Fleet, or its part for Agents, is switched off in Kibana.',
  severity: { breaksFleet: 'error', noAgent: 'hint' },
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    breaksFleet: (setting, kibana, call, agents) =>
      `${setting} is false, so ${kibana} lacks the API for enrollment: the operator gets status 404 from ${call} (event Unexpected, "This is likely a mis-configuration"), and ${agents}.`,
    noAgent: (setting, kibana, call) =>
      `${setting} is false, so no Agent can enroll through ${kibana}: ${call} answers with status 404.`,
  },
  check(entry, report, workspace) {
    const told = new Set<string>();
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      for (const setting of switches) {
        const decided = config.scalar(setting);
        if (decided?.layer.entry !== entry || flag(config, setting, true) !== false) continue;
        const field = entry.resource.root.at(decided.path);
        const place = decided.path.join('\n');
        if (told.has(place)) continue;
        told.add(place);
        const agents = enrolledThrough(kibana, workspace);
        const who = kibana === entry ? 'this Kibana' : `the Kibana ${kibana.resource.called}`;
        const call = setting === 'xpack.fleet.enabled' ? '/api/fleet/setup' : '/api/fleet/enrollment_api_keys';
        const related = (): Related[] => [
          ...(kibana === entry
            ? []
            : [
                { entry: kibana, path: ['metadata', 'name'], message: `The Kibana ${kibana.resource.called} is here.` },
              ]),
          ...agents.map(({ entry: agent, reference }) => ({
            entry: agent,
            path: reference.path,
            message: `The Agent ${agent.resource.called} enrolls through ${kibana === entry ? 'this' : 'that'} Kibana.`,
          })),
        ];
        const fixes = () => [
          // without the line of a policy or patch that of another layer would count again
          (config.written(setting).length === 1 && kibana === entry
            ? fix(`Remove ${setting}: false`, remove(field))
            : undefined) ?? fix(`Set ${setting} to true`, replaceValue(field, true)),
        ];
        const all = neverEnroll(agents.map((agent) => agent.entry));
        if (agents.length > 0) report(field, 'breaksFleet', [setting, who, call, all], { related, fixes });
        else report(field, 'noAgent', [setting, who, call], { related });
      }
    }
  },
});
