// Absolute paths with `/` between folders: the few questions the programs ask of them. Knows no disk.

/** A file or folder inside a folder. */
export const join = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;

/** The folder that holds a path; the root of a disk holds itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return path;
  // `/` and `C:/` keep their slash
  return slash === path.indexOf('/') ? path.slice(0, slash + 1) : path.slice(0, slash);
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const isJson = (path: string): boolean => /\.json$/i.test(path);

/** Whether a path is a folder or lies in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** The root of a disk: `/`, `C:/`. */
export const isDisk = (folder: string): boolean => folder.endsWith('/');

/** Order of code units: the same on every machine. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
