// The report as one JSON document, for programs. Its shape is a promise: what is added later comes in new fields.
import { steering } from '../excerpt.ts';
import type { Report } from '../report.ts';

/** One finding a line, for the sake of those who read it all the same. */
export function json({ files, findings }: Report): string {
  const lines = findings.map((finding) => `\n${printable(finding)}`).join(',');
  return `{"version":1,"files":${files.length},"findings":[${lines}${lines && '\n'}]}\n`;
}

/** JSON in which characters that steer a terminal are escaped, all of them and not only those that have to be. */
export const printable = (value: unknown): string =>
  JSON.stringify(value).replace(steering, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
