// Linux capabilities and who needs them. Source: capabilities(7), the default set of container runtimes, and what the
// documentation of the Elastic Stack asks for.
import type { Kind } from './kinds.ts';
import type { Resource } from './resource.ts';

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** What every container has unless somebody drops it. */
const usual = set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT',
);

/** Each of them leads to the node sooner or later. */
const powerful = set(
  'ALL BPF DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE NET_ADMIN PERFMON SYS_ADMIN SYS_BOOT SYS_MODULE SYS_PTRACE SYS_RAWIO',
);

/** As good as privileged. */
const nearlyRoot = set('ALL SYS_ADMIN SYS_MODULE SYS_RAWIO');

const ofKind: Partial<Record<Kind, ReadonlySet<string>>> = {
  Agent: set(
    'AUDIT_CONTROL AUDIT_READ BPF CHECKPOINT_RESTORE DAC_READ_SEARCH IPC_LOCK NET_ADMIN PERFMON SYSLOG SYS_PTRACE SYS_RESOURCE',
  ),
  // to lock its memory
  Elasticsearch: set('IPC_LOCK SYS_RESOURCE'),
};

const ofBeat: Readonly<Record<string, ReadonlySet<string>>> = {
  auditbeat: set('AUDIT_CONTROL AUDIT_READ BPF DAC_READ_SEARCH PERFMON SYS_PTRACE SYS_RESOURCE'),
  filebeat: set('DAC_READ_SEARCH'),
  metricbeat: set('DAC_READ_SEARCH SYS_PTRACE SYS_RESOURCE'),
  packetbeat: set('NET_ADMIN'),
};

/** The name without the prefix that people write. */
export const capabilityName = (text: string): string => text.toUpperCase().replace(/^CAP_/, '');

/** Whether the application of a resource may have a use for a capability; one that it has anyway counts too. */
export function isCapabilityNeeded(name: string, resource: Resource): boolean {
  if (usual.has(name)) return true;
  const own = resource.kind === 'Beat' ? ofBeat[resource.root.at(['spec', 'type']).text ?? ''] : ofKind[resource.kind];
  return own?.has(name) === true;
}

export const isPowerful = (name: string): boolean => powerful.has(name);
export const isUsual = (name: string): boolean => usual.has(name);
export const isNearlyRoot = (name: string): boolean => nearlyRoot.has(name);
