// What one manifest says about settings of the stack, in its `config` and in the environment of its container, as plain
// data: part of its facts.
import type { Field, Path } from '../text/field.ts';
import { type Plain, plain, unknown } from '../text/plain.ts';
import { mainContainer, podTemplates, type Resource } from './resource.ts';
import { type Setting, settingsOf } from './settings.ts';

/** One setting as a manifest writes it: its dotted name and the data, which is no map unless an empty one. */
export interface SettingFact {
  readonly name: string;
  readonly value: Plain;
  /** from the root of the resource */
  readonly path: Path;
}

/** What one manifest contributes to settings: plain data, part of its facts. */
export interface Contribution {
  readonly settings: readonly SettingFact[];
  /** a template line may add settings that are not seen */
  readonly hidden: boolean;
}

/** The settings that a `config` map sets, `root` being the root of its resource. */
export function contribution(config: Field, root: Field): Contribution {
  const settings: SettingFact[] = [];
  collect(settingsOf(config), root, settings);
  return { settings, hidden: !config.complete || config.shape === 'template' };
}

function collect(setting: Setting, root: Field, into: SettingFact[]): void {
  for (const field of setting.name === '' ? [] : setting.written) {
    if (field.map && field.map.items.length > 0) continue;
    into.push({ name: setting.name, value: plain(field) ?? null, path: field.pathBelow(root) });
  }
  for (const child of setting.children.values()) collect(child, root, into);
}

/** Kibana's image turns these variables into command line flags, which beat `kibana.yml`. */
const variables: Readonly<Record<string, string>> = {
  ELASTICSEARCH_HOSTS: 'elasticsearch.hosts',
  SERVER_BASEPATH: 'server.basePath',
  SERVER_REWRITEBASEPATH: 'server.rewriteBasePath',
  SERVER_SSL_ENABLED: 'server.ssl.enabled',
  XPACK_FLEET_AGENTPOLICIES: 'xpack.fleet.agentPolicies',
  XPACK_FLEET_AGENTS_ELASTICSEARCH_HOSTS: 'xpack.fleet.agents.elasticsearch.hosts',
  XPACK_FLEET_AGENTS_FLEET_SERVER_HOSTS: 'xpack.fleet.agents.fleet_server.hosts',
  XPACK_FLEET_FLEETSERVERHOSTS: 'xpack.fleet.fleetServerHosts',
  XPACK_FLEET_OUTPUTS: 'xpack.fleet.outputs',
  XPACK_FLEET_PACKAGES: 'xpack.fleet.packages',
  XPACK_SECURITY_AUTHC_HTTP_AUTOSCHEMESENABLED: 'xpack.security.authc.http.autoSchemesEnabled',
  XPACK_SECURITY_AUTHC_HTTP_ENABLED: 'xpack.security.authc.http.enabled',
  XPACK_SECURITY_AUTHC_HTTP_SCHEMES: 'xpack.security.authc.http.schemes',
  XPACK_SECURITY_AUTHC_PROVIDERS: 'xpack.security.authc.providers',
  XPACK_SECURITY_ENABLED: 'xpack.security.enabled',
};

/** What the environment of a Kibana's container sets. Only literal booleans, numbers, paths and JSON are understood. */
export function environmentOf(resource: Resource): Contribution {
  const settings: SettingFact[] = [];
  let hidden = false;
  for (const template of podTemplates(resource)) {
    for (const container of template.at(['spec', 'containers']).items()) {
      if (container.get('name').text !== mainContainer(resource)) continue;
      hidden ||= container.get('envFrom').exists || !container.get('env').complete;
      for (const variable of container.get('env').items()) {
        const name = variables[variable.get('name').text ?? ''];
        if (name === undefined) continue;
        const field = variable.get('value');
        const path = (field.exists ? field : variable).pathBelow(resource.root);
        settings.push(...variableSettings(name, field.text, path));
      }
    }
  }
  return { settings, hidden };
}

/** Kibana reads JSON on its command line; a map joins the one of the same name, so it counts by what is in it. */
function variableSettings(name: string, text: string | undefined, path: Path): SettingFact[] {
  const map = text?.trimStart().startsWith('{') ? json(text) : undefined;
  if (typeof map !== 'object' || map === null || Array.isArray(map) || Object.keys(map).length === 0)
    return [{ name, value: variableValue(text), path }];
  return leaves(name, map as { readonly [key: string]: Plain }, path);
}

const leaves = (name: string, map: { readonly [key: string]: Plain }, path: Path): SettingFact[] =>
  Object.entries(map).flatMap(([key, value]): SettingFact[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? leaves(`${name}.${key}`, value as { readonly [key: string]: Plain }, path)
      : [{ name: `${name}.${key}`, value, path }],
  );

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // in a form that only Kibana's command line can tell
    return undefined;
  }
}

function variableValue(text: string | undefined): Plain {
  if (text === undefined) return unknown;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^[\w./-]+$/.test(text)) return text;
  const list = text.startsWith('[') ? json(text) : undefined;
  return Array.isArray(list) ? (list as Plain) : unknown;
}
