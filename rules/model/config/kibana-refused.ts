// Settings that Kibana stops at when it starts. Source: the schema of `xpack.security` in Kibana's security plugin,
// kibana#107202 and kibana#111681; cok8s#5173 for the syntax of container environments inside `config`.

import { isUnknown } from '../text/plain.ts';
import type { EffectiveConfig, SettingPlace } from './effective.ts';

/** Settings of Elasticsearch with a name that Kibana takes for one of its own. */
const ofElasticsearch = [
  'xpack.security.authc.anonymous',
  'xpack.security.authc.api_key',
  'xpack.security.authc.realms',
  'xpack.security.authc.reserved_realm',
  'xpack.security.authc.token',
  'xpack.security.enrollment',
  'xpack.security.http',
  'xpack.security.transport',
] as const;

/** How a container's environment takes a value from elsewhere; nothing of it is known in a configuration file. */
const podSyntax = /(?:^|\.)valueFrom\.(?:secretKeyRef|configMapKeyRef|fieldRef|resourceFieldRef)(?:\.|$)/;

export interface RefusedSetting {
  readonly why: 'elasticsearch' | 'pod-syntax';
  /** the name Kibana does not know */
  readonly name: string;
  readonly at: SettingPlace;
}

/** Every setting that a Kibana of any version refuses. What is unset again, by null, is none. */
export function refusedSettings(config: EffectiveConfig): RefusedSetting[] {
  const foreign = ofElasticsearch.flatMap((name) =>
    config
      .under(name)
      .filter(({ value }) => value !== null)
      .map((at): RefusedSetting => ({ why: 'elasticsearch', name, at })),
  );
  const syntax = config.layers.flatMap((layer) =>
    layer.settings
      .filter(({ name, value }) => podSyntax.test(name) && !isUnknown(name) && value !== null)
      .map((setting): RefusedSetting => {
        const name = setting.name.slice(0, setting.name.indexOf('valueFrom') + 'valueFrom'.length);
        return { why: 'pod-syntax', name, at: { ...setting, layer } };
      }),
  );
  return [...foreign, ...syntax];
}
