// Every check of ECK's admission webhooks is repeated by a rule or left out for a reason, and nothing claims more.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { admissionChecks, uncoveredChecks } from '../rules/admission.ts';
import { rules } from '../rules/index.ts';

/** Refused for what is outside the files, as far as the rule knows: it does not claim an error. */
const unsure = new Set(['scp-variables-namespace']);

const ids = new Set(admissionChecks.map(({ id }) => id));
const covered = new Set(rules.flatMap((rule) => rule.admission ?? []));

test('every check is repeated by a rule, or has a reason why not', () => {
  assert.deepEqual(
    [...ids].filter((id) => !covered.has(id) && !Object.hasOwn(uncoveredChecks, id)),
    [],
  );
});

test('what a rule repeats has no reason why not', () => {
  assert.deepEqual(
    Object.keys(uncoveredChecks).filter((id) => covered.has(id)),
    [],
  );
});

test('rules and reasons name checks that there are', () => {
  assert.deepEqual(
    [...covered, ...Object.keys(uncoveredChecks)].filter((id) => !ids.has(id)),
    [],
  );
  assert.equal(ids.size, admissionChecks.length, 'no id stands twice');
});

test('a rule repeats checks of its own kinds, and reports as gravely', () => {
  const checks = new Map(admissionChecks.map((check) => [check.id, check]));
  for (const rule of rules) {
    const own = (rule.admission ?? []).flatMap((id) => checks.get(id) ?? []);
    assert.deepEqual(
      own.filter(({ kind }) => !rule.kinds.includes(kind)).map(({ id }) => id),
      [],
      rule.id,
    );
    const levels = typeof rule.severity === 'string' ? [rule.severity] : Object.values(rule.severity);
    assert.deepEqual(
      own.filter(({ id, level }) => !levels.includes(level) && !unsure.has(id)).map(({ id }) => id),
      [],
      `${rule.id} has no message of that severity`,
    );
  }
});

const sheet = new URL('../../shared/domain/eck-admission.md', import.meta.url);
test('the checks are those of the fact sheet', {
  skip: !existsSync(sheet) && `there is no ${fileURLToPath(sheet)}`,
}, () => {
  const tables = readFileSync(sheet, 'utf8').split('\n### 3.13')[0] ?? '';
  const rows = [...tables.matchAll(/^### 3\.\d+ (\w+)|^\| `([a-z-]+)` \|.*?\| (error|warning) \|/gm)];
  let kind = '';
  const found = rows.flatMap(([, heading, id, level]) => {
    if (heading) kind = heading;
    return id ? [`${kind} ${id} ${level}`] : [];
  });
  assert.deepEqual(admissionChecks.map((check) => `${check.kind} ${check.id} ${check.level}`).sort(), found.sort());
});
