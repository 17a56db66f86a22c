// eck-lint check: lints files, and repairs them when asked.
import { resolve } from 'node:path';
import { rules as catalog, Linter, type Severity, severities, type Workspace } from '../../../rules/index.ts';
import { decode } from '../../host/decode.ts';
import type { Unusable } from '../../host/host.ts';
import { RevisionError } from '../../host/revisions.ts';
import { PackageAnswers, type Wanted } from '../../packages.ts';
import { loadProject, type Project, type Target } from '../../project.ts';
import { CallError, type CheckCall, type Threshold } from '../arguments.ts';
import { count } from '../count.ts';
import { harmless } from '../excerpt.ts';
import { fixAll } from '../fix.ts';
import { write } from '../formats/index.ts';
import { group } from '../group.ts';
import { display, type Report, reportOn } from '../report.ts';
import { type Status, slashes, type World } from '../world.ts';

const inputName = '<stdin>';

/** Runs the command. */
export async function check(call: CheckCall, world: World): Promise<Status> {
  const rules = world.rules ?? catalog;
  const say = (message: string): void => world.err(`eck-lint: ${harmless(message)}\n`);
  const tell = ({ path, reason }: Unusable): void => say(`${display(path, world.folder)} ${reason}`);

  const { targets, unusable } = await targetsOf(call, world);
  for (const problem of unusable) tell(problem);
  if (targets.length === 0) return 2;
  const project = await loadProject(world.host, {
    targets,
    folder: world.folder,
    root: call.root === undefined ? undefined : rootOf(call.root, world),
    tooWide: [world.home],
    knownRules: rules.map(({ id }) => id),
  });
  for (const problem of project.unusable) tell(problem);
  for (const message of troublesOf(project, world)) say(message);
  if (project.troubles.length > 0) return 2;
  for (const message of leftOutOf(project, world)) say(message);

  const linter = new Linter(rules);
  if (call.since !== undefined) await recall(call.since, project, targets, world);
  for (const failure of await askRegistries(project, linter, world)) say(failure);
  const problems = [...unusable, ...project.unusable];
  if (call.fix) {
    const fixed = await fixAll(project.files, linter, world.host);
    for (const problem of fixed.unusable) tell(problem);
    problems.push(...fixed.unusable);
    if (fixed.findings === 0) say('nothing to fix');
    else say(`fixed ${count(fixed.findings, 'finding')} in ${count(fixed.files, 'file')}`);
  }
  const report = reportOn(project.files, linter, world.folder);
  world.out(write(call.format, report, { world, rules, counts: (severity) => reaches(severity, call.failOn) }));
  return problems.length > 0 ? 2 : failed(report, call.failOn) ? 1 : 0;
}

/** Lets the workspaces know what their files were at a revision. */
async function recall(revision: string, { files, roots }: Project, targets: readonly Target[], world: World) {
  const edited = targets.flatMap((target) => (target.kind === 'text' ? target.path : []));
  for (const [workspace, own] of group(files, (file) => file.workspace)) {
    const root = roots.get(workspace);
    if (root === undefined)
      throw new CallError(`--since needs a git repository: ${display(own[0]?.path ?? '', world.folder)} lies in none.`);
    const present = [...workspace.files].map(({ path }) => path);
    try {
      for (const [path, text] of await world.revisions.changed(root, revision, present, edited))
        workspace.recall(path, text);
    } catch (error) {
      if (!(error instanceof RevisionError)) throw error;
      throw new CallError(`--since ${revision} cannot be used. ${error.message}`);
    }
  }
}

/** Lets the workspaces know what package registries answer, where settings name one. Gives why some did not. */
async function askRegistries({ files }: Project, linter: Linter, world: World): Promise<string[]> {
  const wanted = new Map<Workspace, Wanted[]>();
  for (const { path, workspace, settings } of files) {
    const registry = settings.packageRegistry;
    if (registry === undefined) continue;
    const questions = linter.questions(path, workspace, settings).map((question) => ({ registry, ...question }));
    if (questions.length > 0) wanted.set(workspace, [...(wanted.get(workspace) ?? []), ...questions]);
  }
  if (wanted.size === 0) return [];
  const answers = new PackageAnswers(world.registry);
  const failures = await answers.learn([...wanted.values()].flat());
  for (const [workspace, questions] of wanted) workspace.packageVersions = answers.known(questions);
  return failures;
}

/** What the paths of a call stand for, and those that stand for nothing. */
async function targetsOf(call: CheckCall, world: World): Promise<{ targets: Target[]; unusable: Unusable[] }> {
  const targets: Target[] = [];
  const unusable: Unusable[] = [];
  if (call.stdinFilename !== undefined && !call.paths.includes('-')) {
    throw new CallError('--stdin-filename is for standard input: give - as the path.');
  }
  for (const word of new Set(call.paths)) {
    if (word === '') throw new CallError('A path is empty.');
    if (word === '-') {
      if (call.fix) throw new CallError('--fix writes files: it cannot be used with standard input.');
      const path = call.stdinFilename === undefined ? inputName : absolute(call.stdinFilename, world);
      const input = await inputOf(world);
      if ('reason' in input) unusable.push({ path, reason: input.reason });
      else targets.push({ kind: 'text', path, text: input.text, nowhere: path === inputName });
      continue;
    }
    const path = absolute(word, world);
    const kind = world.host.kind(path);
    if (kind) targets.push({ kind, path });
    else unusable.push({ path, reason: 'does not exist' });
  }
  return { targets, unusable };
}

async function inputOf(world: World): Promise<ReturnType<typeof decode> | { readonly reason: string }> {
  try {
    return decode(await world.input());
  } catch (error) {
    return { reason: `cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

function rootOf(word: string, world: World): string {
  const path = absolute(word, world);
  if (world.host.kind(path) !== 'folder') throw new CallError(`--root needs a folder, and ${word} is not one.`);
  return path;
}

const absolute = (word: string, world: World): string => slashes(resolve(world.folder, word));

/** Settings that cannot be used as they were meant would make any result a wrong one. */
const troublesOf = ({ troubles }: Project, { folder }: World): string[] =>
  troubles.map(({ path, at, message }) => {
    const place = at ? `:${at.line + 1}:${at.character + 1}:` : '';
    return `${display(path, folder)}${place} ${message}`;
  });

const leftOutOf = ({ ignored, empty }: Project, { folder }: World): string[] => [
  ...ignored.map(({ path, by }) => `${display(path, folder)} is left out by ${display(by, folder)}`),
  ...empty.map((path) => `${display(path, folder)} holds no YAML files and no JSON manifests`),
];

const reaches = (severity: Severity, threshold: Threshold): boolean =>
  severities.indexOf(severity) <= severities.indexOf(threshold);

const failed = (report: Report, threshold: Threshold): boolean =>
  report.findings.some(({ severity }) => reaches(severity, threshold));
