// Plain data as YAML text, for what fixes put into a manifest.
import { stringify } from 'yaml';

/** Data a fix may write. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/** How the surrounding text writes its values. */
export interface Style {
  /** blanks per level of indentation */
  readonly step: number;
  /** list items stand deeper than the key of their list */
  readonly indentLists: boolean;
  /** JSON: every key and text in double quotes */
  readonly json: boolean;
}

// compat: a text like `yes` or `010` is quoted, because kubectl would read the bare word as something else
const options = { compat: 'yaml-1.1', lineWidth: 0, flowCollectionPadding: false, collectionStyle: 'flow' } as const;

/** One line: scalars as they are, maps and lists in braces and brackets. */
export function renderFlow(data: Data, style: Pick<Style, 'json'>): string {
  if (style.json)
    return JSON.stringify(data).replace(/([:,])(?=\S)/g, (sign, _, at, all) =>
      insideText(all, at) ? sign : `${sign} `,
    );
  // written as the item of a flow list, so that the text is safe inside one
  return stringify([data], options).trim().slice(1, -1).trim();
}

/** Block lines of a map's entry, the first without indentation, the others indented by `indent` blanks and more. */
export function renderEntry(key: string, data: Data, indent: number, style: Style): string[] {
  const name = renderFlow(key, style);
  const pad = ' '.repeat(indent);
  if (Array.isArray(data) && data.length > 0) {
    const inner = style.indentLists ? indent + style.step : indent;
    return [`${name}:`, ...data.flatMap((item) => renderItem(item, inner, style))];
  }
  if (isMapData(data) && Object.keys(data).length > 0) {
    const deeper = indent + style.step;
    const lines = Object.entries(data).flatMap(([k, v]) =>
      renderEntry(k, v, deeper, style).map((line, i) => (i === 0 ? ' '.repeat(deeper) + line : line)),
    );
    return [`${name}:`, ...lines];
  }
  return [`${name}: ${renderFlow(data, style)}`].map((line) => line.replace(/\n/g, `\n${pad}`));
}

/** Block lines of a list's item, all indented. */
export function renderItem(data: Data, indent: number, style: Style): string[] {
  const pad = ' '.repeat(indent);
  if (!isMapData(data) || Object.keys(data).length === 0) return [`${pad}- ${renderFlow(data, style)}`];
  const lines = Object.entries(data).flatMap(([k, v]) =>
    renderEntry(k, v, indent + 2, style).map((line, i) => (i === 0 ? `${pad}  ${line}` : line)),
  );
  return lines.map((line, i) => (i === 0 ? `${pad}- ${line.trimStart()}` : line));
}

const isMapData = (data: Data): data is { readonly [key: string]: Data } =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/** Whether an offset of JSON text is inside a string. */
const insideText = (json: string, at: number): boolean =>
  (json.slice(0, at).replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1;
