// What node sets say about the roles of their nodes, as ECK's admission reads it. Source: the typed part of Elasticsearch's
// configuration in ECK, and go-ucfg, which converts what is written: texts such as "false" to booleans, one word to a list.
import type { Field } from '../text/field.ts';
import { booleanOf } from '../text/go.ts';
import type { Setting } from './settings.ts';
import { settingsOf } from './settings.ts';

/** The booleans that came before `node.roles`. */
export const legacyRoles = [
  'master',
  'data',
  'ingest',
  'ml',
  'transform',
  'remote_cluster_client',
  'voting_only',
] as const;

/** The fields that give a setting a value: null gives none. */
export const valuesOf = (setting: Setting): Field[] =>
  setting.written.filter((field) => field.shape !== 'null' && field.exists);

/** `node.roles` where it is there at all, be it empty. */
export const rolesOf = (config: Field): Field | undefined => valuesOf(settingsOf(config).at('node.roles'))[0];

/** A setting as ECK decodes a boolean; undefined when it is absent, cannot be read, or is not literal. */
export function booleanSetting(setting: Setting): boolean | undefined {
  const field = valuesOf(setting)[0];
  if (field === undefined || field.value === undefined) return undefined;
  return typeof field.value === 'boolean' ? field.value : booleanOf(String(field.value));
}

/** Whether nodes with this config can be elected master; undefined when that cannot be seen. */
export function isMasterEligible(config: Field, knowsRoles = true): boolean | undefined {
  if (!config.exists || config.shape === 'null') return config.parent?.complete === false ? undefined : true;
  if (!config.complete || config.shape === 'template') return undefined;
  const settings = settingsOf(config);
  const roles = knowsRoles ? rolesOf(config) : undefined;
  if (roles) {
    const names = roles.list ? roles.items() : roles.map ? [] : [roles];
    if (names.some((name) => name.shape === 'template')) return undefined;
    const texts = names.map((name) => name.text);
    return texts.includes('master') && !texts.includes('voting_only');
  }
  const [master, voting] = ['node.master', 'node.voting_only'].map((name) => settings.at(name)) as [Setting, Setting];
  if ([master, voting].some((setting) => setting.written.some(({ shape }) => shape === 'template'))) return undefined;
  return booleanSetting(master) !== false && !(knowsRoles && booleanSetting(voting) === true);
}
