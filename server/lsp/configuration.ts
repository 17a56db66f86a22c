// What the editor has set, as the session wants it. Settings are the user's text: whatever is not understood is left out.
import type { Connection } from 'vscode-languageserver';
import { eckRelease, isPattern, isRegistryUrl, type Level, levelOf, type Operator } from '../../rules/index.ts';
import type { Editor, Folder } from '../session.ts';
import { isOnDisk, pathOf } from './uri.ts';

const section = 'eckLint';
const hiddenSection = 'files.exclude';

/** The sections to be told about. */
export const sections = [section, hiddenSection];

/** Asks the client for the settings of its folders. */
export async function ask(connection: Connection, folders: readonly string[]): Promise<Editor> {
  const answers: unknown[] = await connection.workspace.getConfiguration([
    { section },
    ...folders.flatMap((scopeUri) => [section, hiddenSection].map((section) => ({ scopeUri, section }))),
  ]);
  return {
    ...readRoot(answers[0]),
    folders: foldersOn(folders, (i) => ({
      excluded: hiddenPatterns(answers[2 * i + 2]),
      rules: levels(answers[2 * i + 1]),
    })),
  };
}

/** The same from what a client has sent by itself, one that cannot be asked. */
export function accept(settings: unknown, folders: readonly string[]): Editor {
  const own = field(settings, section);
  return { ...readRoot(own), folders: foldersOn(folders, () => ({ excluded: [], rules: levels(own) })) };
}

function readRoot(value: unknown): Omit<Editor, 'folders'> {
  const url = field(field(value, 'packageRegistry'), 'url');
  return {
    enabled: field(value, 'enable') !== false,
    rules: levels(value),
    ...(field(value, 'compareWithHead') === true && { compareWithHead: true }),
    ...(isRegistryUrl(url) && { packageRegistry: url }),
    ...operatorIn(value),
  };
}

function operatorIn(value: unknown): Pick<Editor, 'operator'> {
  const version = eckRelease(String(field(value, 'eckVersion') ?? ''));
  const labels = field(value, 'exposedNodeLabels');
  const [ubiOnly, enterprise] = [field(value, 'ubiOnly'), field(value, 'enterprise')];
  const operator: Partial<Operator> = {
    ...(version !== undefined && { version }),
    ...(Array.isArray(labels) && { exposedNodeLabels: labels.map(String).filter(isPattern) }),
    ...(typeof ubiOnly === 'boolean' && { ubiOnly }),
    ...(typeof enterprise === 'boolean' && { enterprise }),
  };
  return Object.keys(operator).length > 0 ? { operator } : {};
}

/** Folders that are not on disk cannot be indexed. */
const foldersOn = (uris: readonly string[], settings: (index: number) => Omit<Folder, 'path'>): Folder[] =>
  uris.flatMap((uri, i) => (isOnDisk(pathOf(uri)) ? [{ path: pathOf(uri), ...settings(i) }] : []));

function levels(value: unknown): Record<string, Level> {
  const rules = field(value, 'rules');
  const result: Record<string, Level> = {};
  if (typeof rules !== 'object' || rules === null) return result;
  for (const [rule, written] of Object.entries(rules)) {
    const level = levelOf(written);
    if (level) result[rule] = level;
  }
  return result;
}

/** The patterns that `files.exclude` switches on, in the manner of .gitignore: there, one without a slash matches anywhere. */
function hiddenPatterns(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([, on]) => on === true)
    .flatMap(([pattern]) => alternatives(pattern))
    .map((pattern) => (pattern.startsWith('**/') ? pattern : `/${pattern.replace(/^\//, '')}`));
}

/** `{a,b}` written out; .gitignore does not know it. */
function alternatives(pattern: string): string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (!braces) return [pattern];
  const [, before, choices, after] = braces as unknown as [string, string, string, string];
  return choices.split(',').flatMap((choice) => alternatives(before + choice + after));
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
