// The report as one JSON document, for programs. Its shape is a promise: what is added later comes in new fields.
import type { Report } from '../report.ts';

/** One finding a line, for the sake of those who read it all the same. */
export function json({ files, findings }: Report): string {
  const lines = findings.map((finding) => `\n${JSON.stringify(finding)}`).join(',');
  return `{"version":1,"files":${files.length},"findings":[${lines}${lines && '\n'}]}\n`;
}
