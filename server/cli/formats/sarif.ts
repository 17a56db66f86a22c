// SARIF 2.1.0, as code scanning services read it.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { gravest, ruleUrl, type Severity } from '../../../rules/index.ts';
import { group } from '../group.ts';
import type { Range, Report } from '../report.ts';
import { page, version } from '../shipped.ts';
import type { Context } from './context.ts';
import { printable } from './json.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** One run; paths are relative to the working directory, which is taken to be that of the repository. */
export function sarif({ findings }: Report, { rules }: Context): string {
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const found = new Set(findings.map(({ rule }) => rule));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'eck-lint',
            semanticVersion: version(),
            rules: rules.map((rule) => ({
              id: rule.id,
              shortDescription: { text: rule.summary },
              ...(found.has(rule.id) && { help: { text: rule.summary, markdown: page(rule.id) ?? rule.summary } }),
              helpUri: ruleUrl(rule.id),
              defaultConfiguration: { ...(rule.optIn && { enabled: false }), level: levels[gravest(rule)] },
              properties: { tags: [rule.topic] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ rule, severity, message, file, range, related, fixes }) => ({
          ruleId: rule,
          ruleIndex: index.get(rule),
          level: levels[severity],
          message: { text: message },
          locations: [location(file, range)],
          ...(related.length > 0 && {
            relatedLocations: related.map((one, id) => ({
              id,
              ...location(one.file, one.range),
              message: { text: one.message },
            })),
          }),
          ...(fixes.length > 0 && {
            fixes: fixes.map(({ title, edits }) => ({
              description: { text: title },
              artifactChanges: [...group(edits, (edit) => edit.file)].map(([changed, own]) => ({
                artifactLocation: { uri: uri(changed) },
                replacements: own.map((edit) => ({
                  deletedRegion: region(edit.range),
                  insertedContent: { text: edit.newText },
                })),
              })),
            })),
          }),
        })),
      },
    ],
  };
  return `${printable(log)}\n`;
}

const location = (file: string, range: Range) => ({
  physicalLocation: { artifactLocation: { uri: uri(file) }, region: region(range) },
});

const region = ({ start, end }: Range) => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

/** A relative path as a relative URI; a drive of Windows would read as a scheme. */
const uri = (file: string): string =>
  (/^[A-Za-z]:\//.test(file) ? 'file:///' : '') +
  file
    .split('/')
    .map((part, i) => (i === 0 && /^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)))
    .join('/');
