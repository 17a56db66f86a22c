// Which versions of the Elastic Stack an ECK operator takes, by kind. Source: the supported ranges of ECK's releases.
import { compareVersions } from '../text/version.ts';
import { agentMode } from './agent-mode.ts';
import type { Kind } from './kinds.ts';
import { isAtLeast, newestEck, type Operator } from './operator.ts';
import type { Resource } from './resource.ts';

/** Both ends belong to it, by the order of semver. */
export interface StackRange {
  readonly min: string;
  /** undefined when the operator is newer than what is known here */
  readonly max: string | undefined;
  /** the flag ubi-only makes the minimum what it is */
  readonly ubi?: boolean;
  /** with an enterprise license the operator takes older ones, down to this */
  readonly licensed?: string;
}

const minima: Partial<Record<Kind, string>> = {
  ApmServer: '7.0.0',
  Beat: '7.0.0',
  ElasticMapsServer: '7.11.0',
  Elasticsearch: '7.0.0',
  EnterpriseSearch: '7.7.0',
  Kibana: '7.1.0',
  Logstash: '8.12.0',
  PackageRegistry: '7.17.8',
};

/** What operators before a release took instead. */
const before: Partial<Record<Kind, { readonly release: string; readonly min: string }>> = {
  ApmServer: { release: '3.0.0', min: '6.2.0' },
  Elasticsearch: { release: '3.0.0', min: '6.8.0' },
  Kibana: { release: '3.0.0', min: '6.8.0' },
  Logstash: { release: '2.12.0', min: '8.6.0' },
};

/** The range for a resource; undefined for kinds without a version. */
export function stackRange(resource: Resource, operator: Operator): StackRange | undefined {
  const { kind } = resource;
  const max = maximum(kind, operator);
  if (kind === 'AutoOpsAgentPolicy') {
    const licensed = '9.2.1';
    const floor = operator.enterprise || !isAtLeast(operator, '3.3.1') ? licensed : '9.2.4';
    return { min: floor, max, ...(floor !== licensed && { licensed }) };
  }
  const old = before[kind];
  const own =
    old && !isAtLeast(operator, old.release) ? old.min : kind === 'Agent' ? agentMinimum(resource) : minima[kind];
  if (own === undefined) return undefined;
  const ubi = operator.ubiOnly === true && (compareVersions(own, ubiMinimum) ?? 0) < 0;
  return ubi ? { min: ubiMinimum, max, ubi } : { min: own, max };
}

const ubiMinimum = '7.10.0';

const agentMinimum = (resource: Resource): string => (agentMode(resource) === 'fleet' ? '7.14.0-SNAPSHOT' : '7.10.0');

function maximum(kind: Kind, operator: Operator): string | undefined {
  const nine = isAtLeast(operator, '2.15.0') && (kind !== 'EnterpriseSearch' || !isAtLeast(operator, '2.16.0'));
  if (!nine) return '8.99.99';
  return (compareVersions(operator.version, newestEck) ?? 0) > 0 ? undefined : '9.99.99';
}
