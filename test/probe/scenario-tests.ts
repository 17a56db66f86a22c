// Every scenario, and what its report has to say.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { Redactor } from '../../server/probe/redactor.ts';
import type { Place, ProbeReport } from '../../server/probe/report.ts';
import { type Expected, scenarios } from './scenarios.ts';
import { leaksIn } from './support/leaks.ts';
import { secrets } from './support/seed.ts';
import type { World } from './support/world.ts';

export function scenarioTests(here: () => World): void {
  describe('names what is wrong', () => {
    for (const [title, scenario] of Object.entries(scenarios)) {
      it(title, async () => {
        const { report, error, told } = await here().run(scenario);
        assert.equal(error, undefined);
        assert.ok(report);
        judge(report, scenario.expected);
        const steps = report.branches.reduce((sum, branch) => sum + branch.steps.length, 0);
        assert.equal(told.length, steps, 'each step is told once, as it ends');
      });
    }
  });

  describe('the redactor', () => {
    it('is what keeps secrets out: without it, an answer that shows the request gives one away', async () => {
      const world = here();
      const scenario = scenarios['answers that show the request'];
      const off = mock.method(Redactor.prototype, 'text', (text: string) => text);
      try {
        await assert.rejects(world.run(scenario), /no secret is in: report/);
      } finally {
        off.mock.restore();
      }
      const { report } = await world.run(scenario);
      assert.deepEqual(leaksIn(JSON.stringify(report), Object.values(secrets)), []);
    });
  });
}

/** Holds a report against what is expected of it. */
export function judge(report: ProbeReport, expected: Expected): void {
  const { verdict, branches } = report;
  const steps = branches.flatMap((branch) => branch.steps);
  const told = steps.map(({ id, mark, title, evidence }) => `${mark} ${id} ${title} ${evidence.join('; ')}`).join('\n');
  const marks = Object.keys(expected.marks ?? {}).map((id) => [
    id,
    steps.find((step) => step.id === id)?.mark ?? 'not taken',
  ]);
  assert.deepEqual(Object.fromEntries(marks), expected.marks ?? {}, told);
  assert.match(verdict.sentence, expected.sentence, told);
  assert.equal(verdict.mark, expected.mark, verdict.sentence);
  if (expected.certain !== undefined) assert.equal(verdict.certain, expected.certain, verdict.sentence);
  if (expected.step !== undefined) assert.equal(verdict.step, expected.step, verdict.sentence);
  for (const [key, value] of Object.entries(expected.place ?? {})) {
    assert.deepEqual(verdict.place?.[key as keyof Place], value, `${key} of the place`);
  }
  if (expected.pathAt) assert.deepEqual(verdict.place?.path.slice(0, expected.pathAt.length), expected.pathAt);
  if (expected.next) assert.match(verdict.next ?? '', expected.next);
  for (const words of expected.says ?? []) assert.match(JSON.stringify(steps), words);
}
