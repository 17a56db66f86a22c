// The model's public names.

export { type Application, applicationsOf } from './config/applications.ts';
export { EffectiveConfig, type SettingPlace } from './config/effective.ts';
export { freeRealmOrder, type RealmFault, realmFaults } from './config/elasticsearch-realms.ts';
export { isFalse, isOff, securitySwitchedOff, switchedOn } from './config/elasticsearch-security.ts';
export { allSeen, below, each, type Item, isOpen, itemsOf, textBelow } from './config/items.ts';
export { authc, type BasicAuth, basicAuth, flag, providersOf, type Refusal } from './config/kibana-auth.ts';
export { type BasePath, strayBasePath } from './config/kibana-base-path.ts';
export { closedLevels } from './config/kibana-names.ts';
export { freeOrder, type ProviderFault, providerFaults, providerTypes } from './config/kibana-providers.ts';
export { refusedSettings } from './config/kibana-refused.ts';
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
export { type RemovedSetting, removedSetting } from './config/removed-settings.ts';
export { accepts, meantBoolean, typedSettings, type ValueType } from './config/setting-values.ts';
export {
  clusterOfKibana,
  enrolledThrough,
  fleetAgentsOn,
  neverEnroll,
  printAgents,
  referenceIn,
  targetIn,
} from './fleet/chain.ts';
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
  policiesById,
  policiesSeen,
} from './fleet/preconfiguration.ts';
export { addressOf, corrected, leadOf, servingAt } from './fleet/target.ts';
export { fleetVariables, isFleetServer } from './resource/agent.ts';
export { agentMode, isNamed, saysSomething, workloads } from './resource/agent-mode.ts';
export { type NodeState, stateOnNode } from './resource/agent-state.ts';
export { agentVolumeFaults, namesOfVolume } from './resource/agent-volumes.ts';
export { type AutoscalingPolicy, autoscalingPolicies, rolesOfNodeSets, sameRoles } from './resource/autoscaling.ts';
export {
  capabilityName,
  isCapabilityNeeded,
  isNearlyRoot,
  isPowerful,
  isUsual,
} from './resource/capabilities.ts';
export { type Contribution, contribution } from './resource/contribution.ts';
export {
  hasPlainPassword,
  isPlainSecret,
  isSecretSetting,
  isSecretVariable,
  secretsInPipeline,
} from './resource/credential.ts';
export { type Part, readFile, type SourceFile } from './resource/file.ts';
export { grantsFleet, roleIn } from './resource/fleet-role.ts';
export { fleetPackages, type Policy } from './resource/fleet-setup.ts';
export { servedBy, serviceNameOf, usesTls } from './resource/http-service.ts';
export { isKeystoreOnly } from './resource/keystore-settings.ts';
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
export { kubernetesRelease } from './resource/kubernetes-fields.ts';
export { unfitNote } from './resource/last-applied.ts';
export { meansMain } from './resource/main-container.ts';
export type { Meant } from './resource/meant.ts';
export { unfitMetadata } from './resource/metadata.ts';
export { misfitsOf } from './resource/misfits.ts';
export {
  booleanSetting,
  isMasterEligible,
  legacyRoles,
  rolesOf,
  valuesOf,
} from './resource/node-roles.ts';
export { anyOperator, eckRelease, isAtLeast, newestEck, type Operator, sameOperator } from './resource/operator.ts';
export { type OwnedVariable, ownedVariable } from './resource/owned-variables.ts';
export {
  containerName,
  containersOf,
  defaultMemory,
  isInit,
  mainContainersOf,
  mainResources,
  nodeCount,
  observesNodes,
  podKinds,
  setsKernelParameter,
} from './resource/pod-template.ts';
export { isQuantity, quantityOf } from './resource/quantity.ts';
export { olderReservedSettings, reservedSettings, settingOfVariable } from './resource/reserved-settings.ts';
export {
  configs,
  containers,
  isHalf,
  isNewestApi,
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
export type { Subject } from './resource/service-accounts.ts';
export { isLoopback, portOf, printServiceUrl, serviceUrl } from './resource/service-url.ts';
export { Setting, settingsOf } from './resource/settings.ts';
export { firstReleaseOf, type Shape, shapeAt, shapeOf } from './resource/shape.ts';
export { stackRange } from './resource/stack-range.ts';
export { differenceOf, type VolumeClaim, volumeClaims } from './resource/volume-claims.ts';
export { zoneAwareSets } from './resource/zones.ts';
export { type Document, parse } from './text/document.ts';
export { Field, type Path } from './text/field.ts';
export { booleanOf, durationOf, isIpAddress } from './text/go.ts';
export { distance, nearest } from './text/near.ts';
export { isUnknown, member, type Plain, plain } from './text/plain.ts';
export { type Data, renderEntry, renderFlow, renderItem, type Style } from './text/render.ts';
export { LineIndex, type Position, type Span, shift } from './text/span.ts';
export { hasPlaceholder, isPlaceholderWord } from './text/template.ts';
export { compareVersions, isStackVersion, withoutPreRelease } from './text/version.ts';
export { walk } from './text/walk.ts';
export { bindingsNaming, isBound, podsWithAccountIn, usersOf } from './workspace/bindings.ts';
export type { Entry } from './workspace/entry.ts';
export type { Reference } from './workspace/facts.ts';
export { indexed, onceFor } from './workspace/remembered.ts';
export { calledThrough, selectionOf } from './workspace/service-selection.ts';
export { compatible, type Resolution, Workspace } from './workspace/workspace.ts';
