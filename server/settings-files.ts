// Which settings hold for a file: those of the nearest settings file at or above its folder, and of no other. Each file
// is read once, until told to forget.
import { LineIndex, noSettings, readSettings, type Settings, settingsFileName } from '../rules/index.ts';
import type { Host } from './host/host.ts';
import { Ignored } from './host/ignored.ts';
import { folderOf, join } from './host/paths.ts';

/** Something wrong in a settings file; line and character are zero-based, and absent when it cannot be read at all. */
export interface SettingsTrouble {
  readonly path: string;
  readonly message: string;
  readonly at?: { readonly line: number; readonly character: number };
}

export interface FoundSettings {
  readonly settings: Settings;
  /** the settings file; undefined when there is none */
  readonly path?: string;
  readonly troubles: readonly SettingsTrouble[];
  /** Whether its `ignore` leaves out a file below its folder. */
  ignores(path: string): boolean;
}

const none: FoundSettings = { settings: noSettings, troubles: [], ignores: () => false };

export class SettingsFiles {
  readonly #host: Host;
  readonly #knownRules: readonly string[];
  /** by folder that asks */
  readonly #nearest = new Map<string, Promise<FoundSettings>>();
  /** by folder that holds the settings file */
  readonly #read = new Map<string, Promise<FoundSettings>>();

  constructor(host: Host, knownRules: readonly string[]) {
    this.#host = host;
    this.#knownRules = knownRules;
  }

  /** The settings for a file. */
  of(file: string): Promise<FoundSettings> {
    return this.in(folderOf(file));
  }

  /** The settings for the files of a folder. */
  in(folder: string): Promise<FoundSettings> {
    const known = this.#nearest.get(folder) ?? this.#find(folder);
    this.#nearest.set(folder, known);
    return known;
  }

  /** Settings files may have changed. */
  forget(): void {
    this.#nearest.clear();
    this.#read.clear();
  }

  async #find(folder: string): Promise<FoundSettings> {
    const home = await this.#host.findUp(folder, [settingsFileName]);
    if (home === undefined) return none;
    const known = this.#read.get(home) ?? this.#load(home);
    this.#read.set(home, known);
    return known;
  }

  async #load(home: string): Promise<FoundSettings> {
    const path = join(home, settingsFileName);
    const file = await this.#host.read(path);
    if (!('text' in file)) return { ...none, path, troubles: [{ path, message: file.reason }] };
    const { settings, problems } = readSettings(file.text, this.#knownRules);
    const lines = new LineIndex(file.text);
    const ignored = settings.ignore.length > 0 ? new Ignored(home, settings.ignore) : undefined;
    return {
      path,
      settings,
      troubles: problems.map(({ message, span }) => ({ path, message, at: lines.positionAt(span.start) })),
      ignores: (file) => ignored?.has(file, false) ?? false,
    };
  }
}
