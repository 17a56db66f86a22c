// Switches TLS of an HTTP Service in spec.http on or off, and lets the names of the ports follow, by which ECK finds them.
import type { Field } from '../model/index.ts';
import { type Edits, insert, remove, replaceValue } from './edit.ts';

/** Declines when the ports cannot follow. */
export function switchTls(http: Field, on: boolean): Edits {
  const disabled = http.at(['tls', 'selfSignedCertificate', 'disabled']);
  const tls = on ? remove(disabled) : disabled.exists ? replaceValue(disabled, true) : insert(disabled, true);
  const ports = renamePorts(http, on ? 'http' : 'https', on ? 'https' : 'http');
  return tls && ports && [...tls, ...ports];
}

function renamePorts(http: Field, from: string, to: string): Edits {
  const list = http.at(['service', 'spec', 'ports']);
  const ports = list.items();
  if (!list.complete || list.shape === 'template') return undefined;
  const names = ports.map((port) => port.get('name'));
  if (ports.length === 0 || names.some((name) => name.text === to)) return [];
  const [old, second] = names.filter((name) => name.text === from);
  if (old) return second ? undefined : replaceValue(old, to);
  const [only] = names;
  return only && names.length === 1 && !only.exists ? insert(only, to) : undefined;
}
