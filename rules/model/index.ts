// The model's public names.

export { fleetVariables, isFleetServer } from './agent.ts';
export { type Contribution, contribution, type SettingFact } from './contribution.ts';
export { type Document, parse, type SyntaxError, walk } from './document.ts';
export { type Decided, EffectiveConfig, type Layer } from './effective.ts';
export { isFalse, securitySwitchedOff } from './elasticsearch-security.ts';
export type { Entry } from './entry.ts';
export type { Facts, Reference } from './facts.ts';
export { Field, type Path } from './field.ts';
export { type Part, readFile, type SourceFile } from './file.ts';
export { type FleetSetup, fleetPackages, fleetSetup, type Policy } from './fleet-setup.ts';
export { authc, type BasicAuth, basicAuth, providersOf, type Refusal } from './kibana-auth.ts';
export {
  type EckKind,
  eckKindNames,
  eckKinds,
  isEckKind,
  type Kind,
  kindOfGroup,
  mayHoldResource,
  mentionsEck,
  splitApiVersion,
  versionedKinds,
} from './kinds.ts';
export { configStart, elasticsearchConfigs, kibanaConfig, pathCovering, policiesFor, selects } from './layers.ts';
export { distance, nearest } from './near.ts';
export { isUnknown, member, type Plain, plain } from './plain.ts';
export { type Data, renderEntry, renderFlow, renderItem, type Style } from './render.ts';
export {
  configs,
  containers,
  isServed,
  isSet,
  mainContainer,
  nodeSets,
  podTemplates,
  type Resource,
  referenceFields,
  references,
} from './resource.ts';
export { Setting, settingsOf } from './settings.ts';
export { LineIndex, type Position, type Span, shift } from './span.ts';
export { hasPlaceholder, isPlaceholderWord } from './template.ts';
export { compareVersions, isStackVersion } from './version.ts';
export { compatible, type Resolution, Workspace } from './workspace.ts';
