// Secrets that happen to stand on a line that is shown: their characters are dotted out, so that the marks below still
// point where they did.
import { isSecretSetting, isSecretVariable } from '../../rules/index.ts';

/** A key and its value on one line, in YAML, JSON or a pipeline. */
const pair = /([\w.-]+)(["']?\s*(?::|=>|=)\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,{}[\]#][^,}\]#]*)/g;
/** The password in an address. */
const userinfo = /(:\/\/[^\s/:@"']*:)([^\s/@"']+)(?=@)/g;
const variable = /[A-Z][A-Z0-9_]+/g;

/** The line without the values of secrets; as long as before. */
export function veil(line: string): string {
  const naming = (line.match(variable) ?? []).some(isSecretVariable);
  return line
    .replace(pair, (all, key: string, sign: string, value: string) =>
      isSecretSetting(key) || isSecretVariable(key) || (naming && key === 'value') ? key + sign + dots(value) : all,
    )
    .replace(userinfo, (_, before: string, password: string) => before + dots(password));
}

const dots = (text: string): string => '\u2022'.repeat(text.length);
