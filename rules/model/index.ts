// The model's public names.

export { fleetVariables, isFleetServer } from './agent.ts';
export { agentMode, isNamed, saysSomething, workloads } from './agent-mode.ts';
export { type NodeState, stateOnNode } from './agent-state.ts';
export { type Contribution, contribution, type SettingFact } from './contribution.ts';
export { isPlainSecret, isSecretSetting, isSecretVariable, secretsInPipeline } from './credential.ts';
export { type Document, parse } from './document.ts';
export { type Decided, EffectiveConfig, type Layer, type SettingPlace } from './effective.ts';
export { freeRealmOrder, type RealmFault, realmFaults } from './elasticsearch-realms.ts';
export { isFalse, isOff, securitySwitchedOff } from './elasticsearch-security.ts';
export type { Entry } from './entry.ts';
export type { Facts, Reference } from './facts.ts';
export { Field, type Path } from './field.ts';
export { type Part, readFile, type SourceFile } from './file.ts';
export { clusterOfKibana, enrolledThrough, fleetAgentsOn, referenceIn, targetIn } from './fleet-chain.ts';
export { type FleetFault, fleetFaults } from './fleet-faults.ts';
export { type Cut, cutsAt } from './fleet-flows.ts';
export { type FleetHosts, fleetHosts } from './fleet-hosts.ts';
export {
  fleetNames,
  integrationsOf,
  integrationsSeen,
  pinsOf,
  policiesById,
  policiesSeen,
} from './fleet-preconfiguration.ts';
export { type FleetSetup, fleetPackages, fleetSetup, type Policy } from './fleet-setup.ts';
export { corrected, type Lead, leadOf, servingAt } from './fleet-target.ts';
export { type HttpService, type ServedKind, servedBy, serviceNameOf, usesTls } from './http-service.ts';
export { allSeen, below, each, type Item, isOpen, itemsOf, textBelow } from './items.ts';
export { authc, type BasicAuth, basicAuth, providersOf, type Refusal } from './kibana-auth.ts';
export { type BasePath, strayBasePath } from './kibana-base-path.ts';
export { freeOrder, type ProviderFault, providerFaults, providerTypes } from './kibana-providers.ts';
export { type RefusedSetting, refusedSettings } from './kibana-refused.ts';
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
export {
  configStart,
  elasticsearchConfigs,
  elasticsearchesOf,
  kibanaConfig,
  kibanasOf,
  pathCovering,
  policiesFor,
  selects,
  showsAll,
} from './layers.ts';
export { meansMain } from './main-container.ts';
export { distance, nearest } from './near.ts';
export { type PackagePin, type PackageQuestion, packageKey, packagePins, packageQuestions } from './package-pins.ts';
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
export { type SecretNeed, secretNeeds } from './secret-keys.ts';
export { secretText } from './secret-text.ts';
export { isGuarded } from './service.ts';
export type { Binding, Subject } from './service-accounts.ts';
export { printServiceUrl, type ServiceUrl, serviceUrl } from './service-url.ts';
export { Setting, settingsOf } from './settings.ts';
export { LineIndex, type Position, type Span, shift } from './span.ts';
export type { SyntaxProblem } from './syntax.ts';
export { hasPlaceholder, isPlaceholderWord } from './template.ts';
export { compareVersions, isStackVersion } from './version.ts';
export { walk } from './walk.ts';
export { compatible, type Resolution, Workspace } from './workspace.ts';
