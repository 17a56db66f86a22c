// Renames one step of a setting's dotted name, `b` in `a.b.c`, in every key that spells it.
import { configStart, type Entry, pathCovering, type SettingPlace } from '../model/index.ts';
import { type Edits, renameKey, type TextEdit } from './edit.ts';

/** `setting` is the name up to the step; declines when one of the places is in another manifest or cannot be edited. */
export function renameSetting(places: readonly SettingPlace[], setting: string, to: string, entry: Entry): Edits {
  const edits = new Map<string, TextEdit>();
  for (const place of places) {
    const path = pathCovering(place, setting);
    const before = path.slice(configStart(place), -1).join('.');
    const names = String(path.at(-1)).split('.');
    names[setting.split('.').length - 1 - (before === '' ? 0 : before.split('.').length)] = to;
    const [edit] = renameKey(entry.resource.root.at(path), names.join('.')) ?? [];
    if (place.layer.entry !== entry || !edit) return undefined;
    // a nested map spells the step once for all settings below
    edits.set(`${edit.span.start}`, edit);
  }
  return [...edits.values()];
}
