import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { type Branch, gravest, type Mark, type Place, type Step } from '../../../server/probe/report.ts';
import type { LoginAnswer } from '../../../server/probe/steps/login.ts';
import { type AgentEvidence, type KibanaEvidence, verdict } from '../../../server/probe/verdict.ts';

const step = (id: string, mark: Mark, title = `${id} title`): Step => ({
  id,
  mark,
  title,
  evidence: [],
  commands: [],
  ms: 1,
});

const branch = (kind: string, name: string, ...steps: Step[]): Branch => ({
  title: `${kind} ${name}`,
  subject: { kind, namespace: 'elastic', name },
  steps,
});

const place: Place = { kind: 'Kibana', namespace: 'elastic', name: 'prod', path: ['spec', 'config', 'x'], rule: 'r' };

const kibana = (more: Partial<KibanaEvidence> = {}): KibanaEvidence => ({
  name: 'prod',
  branch: 0,
  healthy: true,
  predicted: true,
  place: undefined,
  canary: 'user-refused',
  ...more,
});

const agent = (more: Partial<AgentEvidence> = {}): AgentEvidence => ({
  name: 'a',
  branch: 1,
  kibana: undefined,
  login: 'accepted',
  elasticsearch: undefined,
  events: undefined,
  ...more,
});

const branches = [branch('Kibana', 'prod', step('P2', 'pass')), branch('Agent', 'a', step('P1', 'pass'))];

it('a refusal that the settings predict is certain, at the place that decides', () => {
  const found = verdict(branches, [kibana({ predicted: false, canary: 'scheme-refused', place })], []);
  assert.equal(found.mark, 'fail');
  assert.equal(found.certain, true);
  assert.deepEqual(found.place, place);
  assert.deepEqual(found.subject, { kind: 'Kibana', namespace: 'elastic', name: 'prod' });
});

it('a refusal while Kibana is not healthy is no proof', () => {
  const found = verdict(branches, [kibana({ healthy: false, canary: 'scheme-refused' })], []);
  assert.notEqual(found.certain && found.mark === 'fail', true);
});

it('a refusal that the settings predict, of a Kibana that was not reached, is not certain', () => {
  const found = verdict(branches, [kibana({ predicted: false, canary: undefined, place })], []);
  assert.deepEqual([found.mark, found.certain, found.step], ['fail', false, 'P3']);
});

it('the way out names the setting that keeps the login out', () => {
  const off = { ...place, path: ['spec', 'config', 'xpack.security.authc.http.enabled'] };
  const [list, single] = [place, off].map((it) =>
    verdict(branches, [kibana({ predicted: false, canary: 'scheme-refused', place: it })], []),
  );
  assert.match(list?.next ?? '', /^Add a basic provider/);
  assert.match(single?.next ?? '', /^Remove the setting/);
});

it('one Agent that is refused is its own matter, all of a Kibana are that of Elasticsearch', () => {
  const shared = kibana();
  const refused = { kibana: shared, login: 'user-refused', elasticsearch: false } as const;
  const one = verdict(branches, [shared], [agent({ ...refused }), agent({ kibana: shared, name: 'b' })]);
  assert.match(one.sentence, /for a: the user is not there/);
  const all = verdict(branches, [shared], [agent({ ...refused }), agent({ ...refused, name: 'b' })]);
  assert.match(all.sentence, /of all Agents/);
});

it('says who is right when Kibana and Elasticsearch differ', () => {
  const found = verdict(branches, [kibana()], [agent({ login: 'user-refused', elasticsearch: true })]);
  assert.match(found.sentence, /another Elasticsearch/);
  assert.deepEqual([found.certain, found.step], [true, 'P9']);
});

it('a refusal that Elasticsearch was not asked about is not certain', () => {
  const found = verdict(branches, [kibana()], [agent({ login: 'user-refused' })]);
  assert.deepEqual([found.certain, found.step], [false, 'P6b']);
});

it('without a cause, the first failed step speaks, else the first warning', () => {
  const some = [branch('Kibana', 'prod', step('P2', 'warn'), step('P4', 'fail', 'No pod'), step('P6c', 'fail'))];
  assert.equal(verdict(some, [], []).sentence, 'No pod.');
  const warned = [branch('Kibana', 'prod', step('P2', 'warn', 'Held'), step('P4', 'pass'))];
  assert.deepEqual([verdict(warned, [], []).mark, verdict(warned, [], []).sentence], ['warn', 'Held.']);
});

it('what was not tried keeps "no fault" from being certain', () => {
  const some = [branch('Kibana', 'prod', step('P2', 'pass'), step('P6b', 'skip'))];
  const found = verdict(some, [], []);
  assert.deepEqual([found.mark, found.certain], ['pass', false]);
  assert.match(found.sentence, /1 step was not tried/);
});

it('is one sentence for whatever was seen, and never better than the steps', () => {
  const answers: LoginAnswer[] = ['accepted', 'scheme-refused', 'user-refused', 'no-privilege', 'not-found', 'other'];
  const mark = fc.constantFrom<Mark>('pass', 'warn', 'fail', 'skip');
  fc.assert(
    fc.property(
      fc.array(mark, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...answers, undefined),
      fc.constantFrom(true, false, 'unknown' as const, undefined),
      fc.constantFrom(...answers, undefined),
      fc.constantFrom(true, false, undefined),
      fc.constantFrom('refused' as const, 'timeout' as const, undefined),
      (marks, canary, predicted, login, elasticsearch, events) => {
        const seen = kibana({ canary, predicted });
        const all = [branch('Kibana', 'prod', ...marks.map((it) => step('P2', it))), branch('Agent', 'a')];
        const found = verdict(all, [seen], [agent({ kibana: seen, login, elasticsearch, events })]);
        assert.match(found.sentence, /^[A-Z].*\.$/);
        if (found.mark === 'pass') assert.ok(!marks.includes('fail') && !marks.includes('warn'));
        if (found.certain && found.mark === 'pass') assert.equal(gravest(marks), 'pass');
      },
    ),
  );
});

it('a refusal that the settings predict is certain, even while Elasticsearch is ill; any other is not', () => {
  const ill = { healthy: false, canary: 'scheme-refused' } as const;
  assert.deepEqual(
    [false, true, 'unknown' as const].map((predicted) => verdict(branches, [kibana({ ...ill, predicted })], []).step),
    ['P6a', undefined, undefined],
  );
});
