// The model's public names.

export { fleetVariables, isFleetServer } from './agent.ts';
export { type Document, parse, type SyntaxError, walk } from './document.ts';
export { isFalse, securitySwitchedOff } from './elasticsearch-security.ts';
export type { Facts, Reference } from './facts.ts';
export { Field, type Path } from './field.ts';
export { type Part, readFile, type SourceFile } from './file.ts';
export { type FleetSetup, fleetPackages, fleetSetup, type Policy } from './fleet-setup.ts';
export { authcVariables, type BasicAuth, basicAuth, type Refusal } from './kibana-auth.ts';
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
export { distance, nearest } from './near.ts';
export { type Data, renderEntry, renderFlow, renderItem, type Style } from './render.ts';
export {
  configs,
  containers,
  isServed,
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
export { compatible, type Entry, type Resolution, Workspace } from './workspace.ts';
