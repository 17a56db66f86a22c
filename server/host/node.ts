// The host on a disk, for programs that run in Node. Reads without waiting for the event loop, which is several times
// faster for many small files, and makes way for other work every few milliseconds.
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { decode, encode, tooLarge } from './decode.ts';
import type { Encoding, Host, Readable, Unusable } from './host.ts';
import { Ignored } from './ignored.ts';
import { folderOf, join, nameOf } from './paths.ts';
import { type Folders, walk } from './walk.ts';

/** A host that can also tell files from folders, and write. */
export interface NodeHost extends Host {
  kind(path: string): 'file' | 'folder' | undefined;
  /** Puts a text in place of a file as a whole, keeping its rights; says why when it cannot. */
  write(path: string, text: string, encoding?: Encoding): Unusable | undefined;
}

/** Beyond so many bytes not even a look inside is taken. */
export const hopeless = 64 * 1024 * 1024;

/** The disk of this machine. */
export function nodeHost(): NodeHost {
  const pause = pauses();
  return {
    async read(path, atMost) {
      await pause();
      return read(path, atMost);
    },
    async list(folder, { excluded, unusable }) {
      const patterns = excluded.length > 0 ? new Ignored(folder, excluded) : undefined;
      return walk(folder, folders, { excluded: patterns, unusable, pause });
    },
    async findUp(path, names) {
      for (let at = path; ; at = folderOf(at)) {
        if (names.some((name) => existsSync(join(at, name)))) return at;
        if (folderOf(at) === at) return undefined;
      }
    },
    kind(path) {
      try {
        return statSync(path).isDirectory() ? 'folder' : 'file';
      } catch {
        // not there, or out of reach: to whoever asks it is the same
        return undefined;
      }
    },
    write,
  };
}

/** A promise to wait for when this thread was busy for long; most of the time there is none. */
function pauses(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < 8) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}

let space = Buffer.allocUnsafe(256 * 1024);

function read(path: string, atMost = hopeless): Readable | Unusable {
  let file: number | undefined;
  try {
    // looked at before it is opened: opening a pipe would wait for whoever writes into it
    const stat = statSync(path);
    if (stat.isDirectory()) return { path, reason: 'is a folder' };
    if (!stat.isFile() && !(stat.isFIFO() && own.test(path))) {
      return { path, reason: 'is no regular file; a text can be given on standard input, with - as the path' };
    }
    if (stat.size > atMost) return { path, reason: tooLarge(stat.size), ...(atMost < hopeless && { rough: '' }) };
    file = openSync(path, 'r');
    const bytes = stat.isFile() ? contents(file, stat.size) : readFileSync(file);
    const text = decode(bytes);
    return 'reason' in text ? { path, ...text } : text;
  } catch (error) {
    return { path, reason: reasonOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Pipes that the shell has given to this process, so that somebody writes into them. */
const own = /^\/dev\/(?:stdin$|fd\/)/;

/** The bytes of a file, in space that the next call uses again. */
function contents(file: number, size: number): Uint8Array {
  if (size > space.length) space = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, space, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return space.subarray(0, length);
}

const folders: Folders = {
  items(folder) {
    try {
      return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
        const kind = item.isDirectory()
          ? 'folder'
          : item.isSymbolicLink()
            ? 'link'
            : item.isFile()
              ? 'file'
              : undefined;
        return kind ? [{ name: item.name, kind }] : [];
      });
    } catch (error) {
      return { path: folder, reason: reasonOf(error) };
    }
  },
  real(path) {
    try {
      const real = slashes(realpathSync.native(path));
      const stat = statSync(real);
      return stat.isDirectory()
        ? { path: real, kind: 'folder' }
        : stat.isFile()
          ? { path: real, kind: 'file' }
          : undefined;
    } catch {
      return undefined;
    }
  },
  gitignore(folder) {
    const path = join(folder, '.gitignore');
    try {
      if (!statSync(path).isFile()) return undefined;
      return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
    } catch {
      return undefined;
    }
  },
  isRepository: (folder) => existsSync(join(folder, '.git')),
};

const slashes = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);

function write(path: string, text: string, encoding?: Encoding): Unusable | undefined {
  const bytes = encode(text, encoding);
  try {
    // a link stays a link: what it leads to is written
    const place = slashes(realpathSync.native(path));
    const draft = join(folderOf(place), `.${nameOf(place)}.${process.pid}.tmp`);
    const { mode, nlink, uid } = statSync(place);
    accessSync(place, constants.W_OK);
    // another owner or name of the file would be lost with the old file
    if (nlink > 1 || (process.getuid && uid !== process.getuid())) {
      writeFileSync(place, bytes);
      return undefined;
    }
    try {
      writeFileSync(draft, bytes, { flag: 'wx' });
      chmodSync(draft, mode);
      renameSync(draft, place);
    } catch (error) {
      rmSync(draft, { force: true });
      // no new files may be made here, or the file is in use: then in place. After anything else, a full disk say,
      // writing in place would lose the file.
      if (!['EACCES', 'EPERM', 'EROFS', 'EBUSY'].includes(codeOf(error))) throw error;
      writeFileSync(place, bytes);
    }
    return undefined;
  } catch (error) {
    return { path, reason: `cannot be written: ${codeOf(error)}` };
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  if (code === 'ENOTDIR') return 'is not a folder';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'ELOOP') return 'is a link that leads back to itself';
  if (code === 'ENAMETOOLONG') return 'has a name that is too long';
  return `cannot be read: ${code}`;
}

const codeOf = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
