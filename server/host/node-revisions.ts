// The history that git keeps, asked of the program `git`: no shell, little time, and nothing but reading.
import { execFile } from 'node:child_process';
import { decode } from './decode.ts';
import { folderOf, isWithin, join, nameOf } from './paths.ts';
import { type Committed, RevisionError, type Revisions } from './revisions.ts';

/** How long one call may take, in milliseconds, and how much it may answer, in bytes. */
export interface GitLimits {
  readonly time: number;
  readonly size: number;
}

const manifest = /\.(?:ya?ml|json)$/i;

/** The git of this machine. */
export function nodeRevisions(limits: GitLimits = { time: 20_000, size: 256 * 1024 * 1024 }): Revisions {
  const git: Git = (folder, words, input) => run(folder, words, limits, input);
  const sure: Git = (folder, words, input) => git(folder, words, input).catch(told(folder));
  return {
    async changed(folder, revision, present, edited) {
      const commit = await commitOf(folder, revision, git);
      const there = new Set(namesIn(await sure(folder, ['ls-tree', '-r', '-z', '--name-only', commit])));
      const options = ['--name-only', '--no-renames', '--no-ext-diff', '--ignore-submodules', '--relative', '-z'];
      const different = new Set(namesIn(await sure(folder, ['diff', ...options, commit, '--'])));
      for (const path of edited.filter((path) => isWithin(path, folder))) different.add(below(folder, path));
      const wanted = [...different].filter((name) => there.has(name) && manifest.test(name));
      const texts = await textsAt(commit, wanted, (input) => sure(folder, ['cat-file', '--batch'], input));
      const before = new Map<string, string>();
      for (const [i, name] of wanted.entries()) {
        const text = texts[i];
        if (text !== undefined) before.set(join(folder, name), text);
      }
      for (const path of present) if (isWithin(path, folder) && !there.has(below(folder, path))) before.set(path, '');
      return before;
    },
    async committed(path, known): Promise<Committed | undefined> {
      const folder = folderOf(path);
      const commit = await commitOf(folder, 'HEAD', git);
      if (commit === known) return undefined;
      const [text] = await textsAt(commit, [nameOf(path)], (input) => sure(folder, ['cat-file', '--batch'], input));
      return { commit, text: text ?? '' };
    },
  };
}

type Git = (folder: string, words: readonly string[], input?: string) => Promise<Buffer>;

async function commitOf(folder: string, revision: string, git: Git): Promise<string> {
  // what looks like an option is no revision
  if (revision.startsWith('-')) throw new RevisionError(`There is no revision ${revision}.`);
  try {
    return (await git(folder, ['rev-parse', '--verify', `${revision}^{commit}`])).toString('utf8').trim();
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    if (/not a git repository/i.test(error.said)) throw new RevisionError(`${folder} lies in no git repository.`);
    if (/dubious ownership/i.test(error.said))
      throw new RevisionError(`git refuses to read ${folder}: it belongs to another user (safe.directory).`);
    throw new RevisionError(`The repository of ${folder} has no revision ${revision}.`);
  }
}

/** A path as git names it in a folder. */
const below = (folder: string, path: string): string => path.slice(folder.length + (folder.endsWith('/') ? 0 : 1));

const namesIn = (output: Buffer): string[] => output.toString('utf8').split('\0').filter(Boolean);

/** The texts of files at a commit; undefined for those that are not there, or are no text. */
async function textsAt(
  commit: string,
  names: readonly string[],
  ask: (input: string) => Promise<Buffer>,
): Promise<(string | undefined)[]> {
  // one question a line
  const asked = names.map((name) => (name.includes('\n') ? '' : `${commit}:./${name}`));
  if (asked.length === 0) return [];
  const output = await ask(`${asked.join('\n')}\n`);
  let at = 0;
  return asked.map(() => {
    const end = output.indexOf(10, at);
    if (end < 0) return undefined;
    const [, size] = / blob (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (size === undefined) return undefined;
    const bytes = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    const text = decode(bytes);
    return 'text' in text ? text.text : undefined;
  });
}

/** Puts a refusal of git's into words for the user. */
const told =
  (folder: string) =>
  (error: unknown): never => {
    if (!(error instanceof GitFailure)) throw error;
    throw new RevisionError(`git cannot tell what ${folder} was: ${error.said.split('\n', 1)[0]}`);
  };

/** git has answered that it cannot. */
class GitFailure extends Error {
  readonly said: string;

  constructor(said: string) {
    super(said);
    this.said = said;
  }
}

function run(folder: string, words: readonly string[], { time, size }: GitLimits, input?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      // nothing that a repository has set up is run, and nothing is locked
      ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', ...words],
      {
        cwd: folder,
        encoding: 'buffer',
        timeout: time,
        maxBuffer: size,
        windowsHide: true,
        env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' },
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const code = (error as NodeJS.ErrnoException).code as unknown;
        if (code === 'ENOENT') return reject(new RevisionError('git is not installed, or the folder is gone.'));
        if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
          return reject(new RevisionError('git has answered too much.'));
        if (error.killed) return reject(new RevisionError(`git has not answered within ${time / 1000} s.`));
        reject(new GitFailure(stderr.toString('utf8')));
      },
    );
    // it may end before it has read all
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}
