// What other resources may ask about an Agent: plain data, part of its facts.
import { fleetVariables, isFleetServer } from './agent.ts';
import { agentMode } from './agent-mode.ts';
import type { Resource } from './resource.ts';

export interface AgentFacts {
  /** undefined when it is not literal */
  readonly mode: 'fleet' | 'standalone' | undefined;
  /** it is a Fleet Server; undefined when a placeholder decides */
  readonly server: boolean | undefined;
  /** its author gives it a certificate, or may do so */
  readonly certificate: boolean;
}

export const agentFacts = (resource: Resource): AgentFacts => ({
  mode: agentMode(resource),
  server: isFleetServer(resource),
  certificate: fleetVariables(resource)?.has('ELASTIC_AGENT_CERT') ?? true,
});
