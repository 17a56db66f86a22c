// A right that the user lacks is no fault of the cluster: whatever it is, nothing fails, and the API server's own
// sentence says what is missing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grantRights, type Right, rights } from './support/roles.ts';
import type { World } from './support/world.ts';

/** The steps that cannot do their work without a right. */
const behind: Readonly<Record<Right, readonly string[]>> = {
  agents: ['agents'],
  kibanas: ['P2'],
  elasticsearches: ['P2e'],
  stackconfigpolicies: ['P3'],
  events: ['P1e'],
  services: ['P4'],
  pods: ['P4', 'P10'],
  workloads: [],
  networkpolicies: ['P4n'],
  logins: ['P5', 'P5u'],
  certificates: ['P4c', 'P10c'],
  portforward: ['P6c', 'P10s'],
  logs: ['P12'],
  operator: ['P1v', 'P3'],
  definitions: ['schema'],
};

export function rightsMissing(here: () => World): void {
  describe('a right that is missing', () => {
    for (const right of rights) {
      it(right, async () => {
        const world = here();
        const { kube } = world.plane;
        await grantRights(kube, [right]);
        try {
          const { report } = await world.run();
          assert.ok(report);
          const steps = report.branches.flatMap((branch) => branch.steps);
          const failed = steps.filter(({ mark }) => mark === 'fail').map(({ id, title }) => `${id}: ${title}`);
          assert.deepEqual(failed, []);
          assert.notEqual(report.verdict.mark, 'fail');
          assert.equal(report.verdict.certain, behind[right].length === 0, report.verdict.sentence);
          for (const id of behind[right]) {
            const step = steps.find((it) => it.id === id);
            assert.equal(step?.mark, 'skip', `${id}: ${step?.title}`);
            if (id !== 'P1v')
              assert.match(step?.evidence.join(), / is forbidden: User "probe-user" cannot /, `${id}: ${step?.title}`);
          }
        } finally {
          await grantRights(kube);
        }
      });
    }

    it('all of them', async () => {
      const world = here();
      const { kube } = world.plane;
      await grantRights(kube, rights);
      try {
        const { report } = await world.run();
        assert.ok(report);
        assert.equal(report.verdict.mark, 'warn');
        assert.match(report.verdict.sentence, /^You may not read everything that the probe needs/);
        assert.deepEqual(
          report.branches.map(({ title }) => title),
          ['Cluster'],
        );
      } finally {
        await grantRights(kube);
      }
    });
  });
}
