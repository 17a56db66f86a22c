// Every text that leaves the probe goes through a redactor. It knows the secrets of the run in each shape they can take,
// and leaves nothing in a text that a terminal, a shell or a notification would take for more than text.

const mask = '***';
/** What is longer is cut, once it is clean: half a secret is not known again. */
const longest = 1000;
/** Characters that steer a terminal, end a comment of a shell, or turn around the direction of writing. */
const steering = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

export class Redactor {
  /** longest first: one secret may be part of another */
  #shapes: string[] = [];

  /** Takes a secret of this run. What is shorter than four characters cannot be told from other text. */
  add(...secrets: readonly string[]): void {
    for (const secret of secrets) if (secret.length >= 4) this.#know(secret, ...shapesOf(secret));
  }

  /** Takes a login as it stands in an Authorization header. */
  addLogin(user: string, password: string): void {
    this.add(password);
    this.#know(...encodings(`${user}:${password}`));
  }

  /** A text of one line without secrets: those of the run, and whatever looks like a credential of somebody else. */
  text(text: string): string {
    const clean = this.#masked(text)
      .replace(steering, ' ')
      // an editor's notification makes a link of it, and the link may be a command
      .replaceAll('](', '] (');
    return clean.length <= longest ? clean : `${clean.slice(0, longest)}…`;
  }

  #masked(text: string): string {
    let clean = text;
    for (const shape of this.#shapes) clean = clean.replaceAll(shape, mask);
    clean = clean.slice(0, 4 * longest); // patterns take time
    // a scheme and something that looks encoded: a sentence about "Basic authentication" has to survive
    return clean
      .replace(/\b(Basic|Bearer|ApiKey)\s+(?=[\w+/.~-]*[\d+/=])[\w+/=.~-]{8,}/gi, `$1 ${mask}`)
      .replace(
        /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
        `${mask} private key ${mask}`,
      )
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, `$1${mask}@`);
  }

  /** Plain data with every text in it made clean, keys too. */
  data<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T;
    if (Array.isArray(value)) return value.map((item) => this.data(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.data(item)])) as T;
  }

  #know(...shapes: string[]): void {
    this.#shapes = [...new Set([...this.#shapes, ...shapes])].sort((a, b) => b.length - a.length);
  }
}

const shapesOf = (secret: string): string[] => [
  ...encodings(secret),
  encodeURIComponent(Buffer.from(secret).toString('utf8')),
  new URLSearchParams({ '': secret }).toString().slice(1),
  escapedHtml(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('hex'),
];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapedHtml = (text: string): string => text.replace(/[&<>"']/g, (it) => entities[it] ?? it);

/** Base64 with and without padding, and as URLs have it. */
function encodings(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [base64, base64.replace(/=+$/, ''), Buffer.from(secret).toString('base64url')];
}
