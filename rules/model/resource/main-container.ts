// Which container of a pod template was meant to be the application's own. Source: the names of the kinds and of the
// images of the Elastic Stack.
import type { Field } from '../text/field.ts';
import { nearest } from '../text/near.ts';
import { mainContainer, type Resource } from './resource.ts';

/** Names that people give the container of a kind, beside the one that ECK knows. */
const other: Readonly<Record<string, readonly string[]>> = {
  Agent: ['elastic-agent', 'elasticagent', 'fleet-server'],
  ApmServer: ['apm', 'apmserver'],
  AutoOpsAgentPolicy: ['autoops', 'agent', 'elastic-agent'],
  Beat: ['beat'],
  ElasticMapsServer: ['elastic-maps-server', 'maps-server', 'ems'],
  Elasticsearch: ['elastic', 'es', 'elastic-search'],
  EnterpriseSearch: ['enterprisesearch', 'ent-search'],
  Kibana: ['kb'],
  Logstash: ['ls'],
  PackageRegistry: ['epr', 'registry', 'packageregistry'],
};

/** The last part of the name of the image that ECK runs for a kind. */
const images: Readonly<Record<string, readonly string[]>> = {
  Agent: ['elastic-agent', 'elastic-agent-complete'],
  ApmServer: ['apm-server'],
  ElasticMapsServer: ['elastic-maps-server', 'elastic-maps-server-ubi8'],
  Elasticsearch: ['elasticsearch'],
  EnterpriseSearch: ['enterprise-search'],
  Kibana: ['kibana'],
  Logstash: ['logstash'],
};

/** Whether a container under another name was meant to be the main one: by its name, or because it runs the same image. */
export function meansMain(container: Field, resource: Resource): boolean {
  const main = mainContainer(resource);
  const name = container.get('name').text;
  const image = container
    .get('image')
    .text?.replace(/[@:][^/]*$/, '')
    .split('/')
    .at(-1);
  if (main === undefined || name === undefined) return false;
  const own = resource.kind === 'Beat' ? [main] : (images[resource.kind] ?? []);
  // with a command of its own it does something else with that image
  if (image !== undefined) return own.includes(image) && !container.get('command').exists;
  return other[resource.kind]?.includes(name) === true || nearest(name, [main]) === main;
}
