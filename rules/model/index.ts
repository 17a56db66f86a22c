// The model's public names.

export { type Decided, EffectiveConfig, type Layer, type SettingPlace } from './config/effective.ts';
export { freeRealmOrder, type RealmFault, realmFaults } from './config/elasticsearch-realms.ts';
export { isFalse, isOff, securitySwitchedOff } from './config/elasticsearch-security.ts';
export { allSeen, below, each, type Item, isOpen, itemsOf, textBelow } from './config/items.ts';
export { authc, type BasicAuth, basicAuth, providersOf, type Refusal } from './config/kibana-auth.ts';
export { type BasePath, strayBasePath } from './config/kibana-base-path.ts';
export { freeOrder, type ProviderFault, providerFaults, providerTypes } from './config/kibana-providers.ts';
export { type RefusedSetting, refusedSettings } from './config/kibana-refused.ts';
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
} from './config/layers.ts';
export { clusterOfKibana, enrolledThrough, fleetAgentsOn, referenceIn, targetIn } from './fleet/chain.ts';
export { type FleetFault, fleetFaults } from './fleet/faults.ts';
export { type Cut, cutsAt } from './fleet/flows.ts';
export { type FleetHosts, fleetHosts } from './fleet/hosts.ts';
export {
  type PackagePin,
  type PackageQuestion,
  packageKey,
  packagePins,
  packageQuestions,
} from './fleet/package-pins.ts';
export {
  fleetNames,
  integrationsOf,
  integrationsSeen,
  pinsOf,
  policiesById,
  policiesSeen,
} from './fleet/preconfiguration.ts';
export { corrected, type Lead, leadOf, servingAt } from './fleet/target.ts';
export { fleetVariables, isFleetServer } from './resource/agent.ts';
export { agentMode, isNamed, saysSomething, workloads } from './resource/agent-mode.ts';
export { type NodeState, stateOnNode } from './resource/agent-state.ts';
export { type Contribution, contribution, type SettingFact } from './resource/contribution.ts';
export { isPlainSecret, isSecretSetting, isSecretVariable, secretsInPipeline } from './resource/credential.ts';
export { type Part, readFile, type SourceFile } from './resource/file.ts';
export { type FleetSetup, fleetPackages, fleetSetup, type Policy } from './resource/fleet-setup.ts';
export { type HttpService, type ServedKind, servedBy, serviceNameOf, usesTls } from './resource/http-service.ts';
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
} from './resource/kinds.ts';
export { meansMain } from './resource/main-container.ts';
export { anyOperator, eckRelease, newestEck, type Operator, sameOperator } from './resource/operator.ts';
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
} from './resource/resource.ts';
export { type SecretNeed, secretNeeds } from './resource/secret-keys.ts';
export { secretText } from './resource/secret-text.ts';
export { isGuarded } from './resource/service.ts';
export type { Binding, Subject } from './resource/service-accounts.ts';
export { printServiceUrl, type ServiceUrl, serviceUrl } from './resource/service-url.ts';
export { Setting, settingsOf } from './resource/settings.ts';
export { type Document, parse } from './text/document.ts';
export { Field, type Path } from './text/field.ts';
export { distance, nearest } from './text/near.ts';
export { isUnknown, member, type Plain, plain } from './text/plain.ts';
export { type Data, renderEntry, renderFlow, renderItem, type Style } from './text/render.ts';
export { LineIndex, type Position, type Span, shift } from './text/span.ts';
export type { SyntaxProblem } from './text/syntax.ts';
export { hasPlaceholder, isPlaceholderWord } from './text/template.ts';
export { compareVersions, isStackVersion } from './text/version.ts';
export { walk } from './text/walk.ts';
export type { Entry } from './workspace/entry.ts';
export type { Facts, Reference } from './workspace/facts.ts';
export { compatible, type Resolution, Workspace } from './workspace/workspace.ts';
