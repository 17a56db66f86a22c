// Manifests in JSON: what is repaired in them stays JSON, whatever the rule. The examples of all rule pages, written as
// JSON, are the cases.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { applyEdits, Linter, noSettings, readFile, rules, type Settings, Workspace } from '../../rules/index.ts';

const catalog = new URL('../../rules/catalog/', import.meta.url);
const settings: Settings = { ...noSettings, rules: Object.fromEntries(rules.map(({ id }) => [id, 'warning'])) };
const linter = new Linter(rules);

/** The resources in an example; none when it cannot be said in JSON. */
function resourcesIn(yaml: string): object[] {
  try {
    return parseAllDocuments(yaml, { schema: 'failsafe', logLevel: 'silent' }).flatMap((document) => {
      const data: unknown = JSON.parse(JSON.stringify(document));
      return typeof data === 'object' && data !== null && 'kind' in data ? [data] : [];
    });
  } catch {
    return [];
  }
}

const texts = readdirSync(catalog)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => [...readFileSync(new URL(name, catalog), 'utf8').matchAll(/```yaml bad[^\n]*\n([\s\S]*?)```/g)])
  .flatMap(([, yaml]) => {
    const items = resourcesIn(yaml as string);
    if (items.length === 0) return [];
    const list = items.length === 1 ? items[0] : { apiVersion: 'v1', kind: 'List', items };
    return [JSON.stringify(list), JSON.stringify(list, undefined, 2), JSON.stringify(list, undefined, '\t')];
  });

test('the fixes of all rules keep JSON what it is', () => {
  let fixed = 0;
  for (const text of texts) {
    const workspace = new Workspace();
    workspace.set(readFile('/a.json', text));
    for (const finding of linter.lint('/a.json', workspace, settings)) {
      assert.ok(!['invalid-yaml', 'duplicate-key'].includes(finding.rule), `${finding.message}\n${text}`);
      for (const { title, edits } of finding.fixes()) {
        const after = applyEdits(text, edits);
        assert.doesNotThrow(() => JSON.parse(after), `${finding.rule}: ${title}\n${after}`);
        fixed += 1;
      }
    }
  }
  assert.ok(fixed > 100, `${fixed} fixes`);
});
