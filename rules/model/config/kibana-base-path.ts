// Below which path a Kibana serves, and below which ECK calls it. ECK looks for `server.basePath` and
// `server.rewriteBasePath` in one place, the container's environment or `spec.config`, and nowhere else (cok8s#8053).
import type { Contribution } from '../resource/contribution.ts';
import { isUnknown, type Plain } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';
import type { EffectiveConfig, SettingPlace } from './effective.ts';

const path = 'server.basePath';
const rewrite = 'server.rewriteBasePath';

export interface BasePath {
  readonly served: string;
  readonly called: string;
  /** the setting of the two that came last */
  readonly at: SettingPlace;
  /** the other one */
  readonly with: SettingPlace;
}

/** Undefined when both agree, or when something that decides cannot be seen. */
export function strayBasePath(kibana: Entry, config: EffectiveConfig): BasePath | undefined {
  const base = config.scalar(path);
  const flag = config.scalar(rewrite);
  if (config.hidden || !base || !flag || isUnknown(base.value) || !isTrue(flag.value)) return undefined;
  const served = typeof base.value === 'string' ? base.value : '';
  const called = pathIn(kibana.facts.environment) ?? pathIn(kibana.facts.config) ?? '';
  if (served === '' || isUnknown(called) || served === called) return undefined;
  const order = [base, flag].map(({ layer }) => config.layers.indexOf(layer)) as [number, number];
  const [a, b] = [
    { name: path, ...base },
    { name: rewrite, ...flag },
  ];
  return order[1] > order[0] ? { served, called, at: b, with: a } : { served, called, at: a, with: b };
}

/** The base path one place gives when both settings stand in it. */
function pathIn(place: Contribution | undefined): string | undefined {
  const value = (name: string): Plain | undefined => place?.settings.find((setting) => setting.name === name)?.value;
  const base = value(path);
  return typeof base === 'string' && base !== '' && isTrue(value(rewrite)) ? base : undefined;
}

const isTrue = (value: Plain | undefined): boolean => value === true || value === 'true';
