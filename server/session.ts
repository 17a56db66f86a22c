// What the server knows: the open files, the settings, and the index of the workspace. All answers are computed from
// this state, and none is kept. It does no I/O and knows no protocol.
import {
  type Finding,
  type Level,
  Linter,
  noSettings,
  type Operator,
  overlay,
  type Rule,
  readFile,
  readSettings,
  type Settings,
  type SettingsFile,
  settingsFileName,
  Workspace,
} from '../rules/index.ts';
import { isWithin, nameOf } from './host/paths.ts';
import type { Wanted } from './packages.ts';
import type { FoundSettings } from './settings-files.ts';

/** A folder of the editor's workspace, with what the editor has set for it. */
export interface Folder {
  readonly path: string;
  /** patterns of files that the editor hides */
  readonly excluded: readonly string[];
  readonly rules: Readonly<Record<string, Level>>;
}

/** What the editor has set. */
export interface Editor {
  readonly enabled: boolean;
  readonly folders: readonly Folder[];
  /** for files outside of every folder */
  readonly rules: Readonly<Record<string, Level>>;
  /** address of a package registry, in place of those of settings files */
  readonly packageRegistry?: string;
  /** what is told of the ECK operator, over what settings files tell */
  readonly operator?: Partial<Operator>;
  /** changes since the last commit are judged too */
  readonly compareWithHead?: boolean;
}

export type SettingsProblem = SettingsFile['problems'][number];

export class Session {
  readonly workspace = new Workspace();
  readonly rules: readonly Rule[];
  readonly #linter: Linter;
  readonly #open = new Map<string, FoundSettings | undefined>();
  editor: Editor = { enabled: true, folders: [], rules: {} };

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    this.#linter = new Linter(rules);
  }

  get openPaths(): string[] {
    return [...this.#open.keys()];
  }

  /** Takes the editor's text of a file, the first or a newer one. Nothing is found in it before its settings are known. */
  edit(path: string, text: string): void {
    if (!this.#open.has(path)) this.#open.set(path, undefined);
    if (nameOf(path) !== settingsFileName) this.workspace.set(readFile(path, text, this.workspace.file(path)));
  }

  /** Settings of an open file; ignored when it has been closed meanwhile. */
  settle(path: string, settings: FoundSettings): void {
    if (this.#open.has(path)) this.#open.set(path, settings);
  }

  /** Whether the settings of an open file are known. */
  isSettled(path: string): boolean {
    return this.#open.get(path) !== undefined;
  }

  /** The editor has closed a file; from now on what is on disk counts. */
  close(path: string): void {
    this.#open.delete(path);
  }

  /** Takes what is on disk, undefined for nothing to judge; what is open in the editor wins. */
  load(path: string, text: string | undefined): void {
    if (this.#open.has(path) || nameOf(path) === settingsFileName) return;
    if (text === undefined) this.workspace.delete(path);
    else this.workspace.set(readFile(path, text, this.workspace.file(path)));
  }

  /** What is wrong in an open file, as the editor and the project want it told. */
  findings(path: string): readonly Finding[] {
    const settings = this.#settings(path);
    return settings ? this.#linter.lint(path, this.workspace, settings) : [];
  }

  /** What the rules say of any file of the index, open or not: beside what is told of open files, for other purposes. */
  findingsIn(path: string): readonly Finding[] {
    const { operator } = this.editor;
    const settings = this.#settings(path) ?? overlay(noSettings, {}, operator);
    return this.#linter.lint(path, this.workspace, settings);
  }

  /** Whether any open file may lead to questions for a package registry. */
  get usesRegistry(): boolean {
    return this.openPaths.some((path) => this.#settings(path)?.packageRegistry !== undefined);
  }

  /** What package registries have to be asked about the open files. */
  packageQuestions(): Wanted[] {
    return this.openPaths.flatMap((path) => {
      const settings = this.#settings(path);
      const registry = settings?.packageRegistry;
      if (!settings || registry === undefined) return [];
      return this.#linter.questions(path, this.workspace, settings).map((question) => ({ registry, ...question }));
    });
  }

  /** What holds for an open file; undefined when nothing is to be told about it. */
  #settings(path: string): Settings | undefined {
    const own = this.#open.get(path);
    if (!own || own.ignores(path) || !this.editor.enabled) return undefined;
    const { packageRegistry, operator } = this.editor;
    const settings = overlay(own.settings, this.#editorRules(path), operator);
    return packageRegistry === undefined ? settings : { ...settings, packageRegistry };
  }

  /** What is wrong in the text of a settings file. */
  settingsProblems(text: string): readonly SettingsProblem[] {
    if (!this.editor.enabled) return [];
    return readSettings(
      text,
      this.rules.map(({ id }) => id),
    ).problems;
  }

  /** Gives what `look` finds while the file has another text; afterwards everything is as before. */
  suppose<T>(path: string, text: string, look: () => T): T {
    const real = this.workspace.file(path);
    if (!real) return look();
    this.workspace.set(readFile(path, text, real));
    try {
      return look();
    } finally {
      this.workspace.set(real);
    }
  }

  /** The severities that the editor sets for a file: those of the innermost folder that holds it. */
  #editorRules(path: string): Readonly<Record<string, Level>> {
    const holding = this.editor.folders.filter((folder) => isWithin(path, folder.path));
    const [innermost] = holding.sort((a, b) => b.path.length - a.path.length);
    return innermost?.rules ?? this.editor.rules;
  }
}
