// URIs of the protocol and paths of the core. A file has its path on disk with `/` between folders; anything else keeps
// its URI.

/** The path for a URI; a URI that cannot be decoded stands for itself. */
export function pathOf(uri: string): string {
  const file = /^file:\/\/([^/?#]*)([^?#]*)/i.exec(uri);
  if (!file) return uri;
  try {
    const path = straight(decodeURIComponent(file[2] as string));
    const host = (file[1] as string).toLowerCase();
    if (host && host !== 'localhost') return `//${host}${path}`;
    // a drive: `/C:/` and `/c:/` are one
    return path.replace(/^\/([a-z]):/i, (_, drive: string) => `${drive.toLowerCase()}:`).replace(/(?<=[^/:])\/+$/, '');
  } catch {
    return uri;
  }
}

/** A path without steps that lead nowhere: `/./`, `//`, `/x/../`. */
function straight(path: string): string {
  if (!/\/(?:\.{0,2})(?:\/|$)/.test(path)) return path;
  const steps: string[] = [];
  for (const step of path.split('/').slice(1)) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return `/${steps.join('/')}${/\/$/.test(path) && steps.length > 0 ? '/' : ''}`;
}

/** The URI for a path, spelled as VS Code spells it. */
export function uriOf(path: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return path;
  const [authority, rest] = path.startsWith('//') ? splitAuthority(path) : ['', path];
  return `file://${authority}${rest.startsWith('/') ? '' : '/'}${rest.split('/').map(encode).join('/')}`;
}

/** Whether a path is one on disk. */
export const isOnDisk = (path: string): boolean => /^(?:\/|[a-z]:\/)/i.test(path);

function splitAuthority(path: string): [string, string] {
  const end = path.indexOf('/', 2);
  return end < 0 ? [path.slice(2), '/'] : [path.slice(2, end), path.slice(end)];
}

const encode = (segment: string): string =>
  encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
