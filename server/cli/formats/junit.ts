// JUnit XML, as test reporters of CI systems read it: a file is a suite, a finding that counts is a failed test.
import { byCodeUnit } from '../../host/paths.ts';
import { group } from '../group.ts';
import type { Report, Reported } from '../report.ts';
import type { Context } from './context.ts';

/** Findings below the threshold are tests that pass with something to say; a file without findings is one that passes. */
export function junit({ files, findings }: Report, { counts }: Context): string {
  const byFile = group(findings, ({ file }) => file);
  const failures = findings.filter(({ severity }) => counts(severity)).length;
  const suites = [...files].sort(byCodeUnit).map((file) => {
    const own = byFile.get(file) ?? [];
    const cases = own.length > 0 ? own.map((finding) => testCase(finding, counts(finding.severity))) : [clean(file)];
    const failed = own.filter(({ severity }) => counts(severity)).length;
    return `  <testsuite name=${quoted(file)} tests="${cases.length}" failures="${failed}">\n${cases.join('')}  </testsuite>\n`;
  });
  const tests = files.reduce((sum, file) => sum + (byFile.get(file)?.length ?? 1), 0);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="eck-lint" tests="${tests}" failures="${failures}">
${suites.join('')}</testsuites>
`;
}

function testCase({ rule, severity, message, file, range, url }: Reported, fails: boolean): string {
  const { line, character } = range.start;
  const place = `${file}:${line + 1}:${character + 1}`;
  const body = escaped(`${place}: ${severity}: ${message}\n${url}`);
  const result = fails
    ? `<failure type="${severity}" message=${quoted(message)}>${body}</failure>`
    : `<system-out>${body}</system-out>`;
  return `    <testcase classname=${quoted(file)} name=${quoted(`${rule} ${line + 1}:${character + 1}`)}>${result}</testcase>\n`;
}

const clean = (file: string): string => `    <testcase classname=${quoted(file)} name="no findings"/>\n`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
/** XML 1.0 has no way at all to write most control characters, and none for half a surrogate pair. */
const unwritable = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;
const written = (text: string): string => text.replace(unwritable, '\ufffd');
const escaped = (text: string): string => written(text).replace(/[&<>\r]/g, (c) => entities[c] as string);
const quoted = (text: string): string => `"${written(text).replace(/[&<>"\t\n\r]/g, (c) => entities[c] as string)}"`;
