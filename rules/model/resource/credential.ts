// Which names of settings and variables stand for secrets. Source: the settings of the Elastic Stack that its
// documentation keeps in keystores, and the variables its images read.
import type { Field } from '../text/field.ts';
import { hasPlaceholder, isPlaceholderWord } from '../text/template.ts';

/** The last part of a setting's name. */
const settings =
  /^(?:secure_)?(?:password|passwd|bind_password|auth_password|passphrase|key_passphrase|secret|secret_key|client_secret|secret_token|shared_secret|api_?key|secret_access_key|service_?token|serviceAccountToken|access_token|bearer_token|enrollment_token|encryption_?key|session_key|webhook_url)$/i;

const variables =
  /(?:^|_)(?:PASSWORD|PASSWD|SECRET|SECRET_KEY|TOKEN|API_?KEY|ENCRYPTION_?KEY|SECRET_ACCESS_KEY|PASSPHRASE)$/;

export const isSecretSetting = (name: string): boolean => settings.test(name.slice(name.lastIndexOf('.') + 1));

export const isSecretVariable = (name: string): boolean => variables.test(name);

/**
 * Whether a scalar is a secret in plain text: no placeholder, no file, and nothing that a tool decrypts or fills in when
 * it applies the manifest (SOPS, vault plugins).
 */
export function isPlainSecret(field: Field): boolean {
  const { text, shape } = field;
  if ((shape !== 'text' && shape !== 'number') || text === undefined) return false;
  return isPlainText(text.trim());
}

/** Whether a scalar is a URL with a user and a password in plain text: `https://user:password@host`. */
export function hasPlainPassword(field: Field): boolean {
  const { text, shape } = field;
  if (shape !== 'text' || text === undefined || !text.includes('@')) return false;
  const [, password = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:([^\s/@]+)@/i.exec(text.trim()) ?? [];
  return isPlainText(password) && !hasPlaceholder(text);
}

function isPlainText(value: string): boolean {
  if (value.length < 3 || isPlaceholderWord(value) || hasPlaceholder(value)) return false;
  return !/^(?:\/|ENC\[|vault:|ref\+|secret:|<path:|file:|%|\*+$|x{3,}$|true$|false$|null$|none$|redacted)/i.test(
    value,
  );
}

/** The settings of a Logstash pipeline that hold a secret in plain text. */
export const secretsInPipeline = (text: string): string[] => [
  ...new Set(
    [...text.replace(/^\s*#.*$/gm, '').matchAll(/\b(\w+)\s*=>\s*(["'])((?:(?!\2)[^\n])+)\2/g)].flatMap(
      ([, name = '', , value = '']) => (isSecretSetting(name) && isPlainText(value) ? [name] : []),
    ),
  ),
];
