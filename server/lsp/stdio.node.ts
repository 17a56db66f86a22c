// Standard input and output as a connection. Input that is no message ends the process with a word about it, since from
// then on nobody can tell where a message begins. A client that goes away ends it without one.
import {
  type Connection,
  createConnection,
  type DataCallback,
  type Disposable,
  type RequestMessage,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { features } from './features.ts';

/** How every header begins, in any case. */
const beginning = 'content-';

/** The connection over this process's own streams. */
export function stdioConnection(): Connection {
  const { stdin, stdout, stderr } = process;
  const reader = new Reader(stdin);
  const leave = (): never => process.exit(reader.hasShutDown ? 0 : 1);
  const refuse = (reason: string): never => {
    stderr.write(`eck-lint: standard input does not speak the language server protocol: ${reason}\n`);
    return process.exit(1);
  };
  for (const stream of [stdout, stderr]) stream.on('error', leave);
  stdin.on('error', leave).on('end', leave).on('close', leave);
  // what has no header at all would be waited for without end
  stdin.once('data', (first: Buffer) => {
    const start = first.toString('latin1', 0, beginning.length).toLowerCase();
    if (!beginning.startsWith(start)) refuse('a message begins with Content-Length');
  });
  const framing = new Framing();
  stdin.on('data', (chunk: Buffer) => framing.take(chunk) || refuse('a Content-Length is no length of a message'));
  reader.onError((error) => {
    if (/header|content-length/i.test(error.message)) refuse('a header is broken');
    // the message has been read to its end all the same
    const what = error instanceof SyntaxError ? 'that is not JSON' : `that nobody understands (${error.name})`;
    stderr.write(`eck-lint: a message ${what} was left out\n`);
  });
  return createConnection(features, reader, new StreamMessageWriter(stdout));
}

/** Follows where messages end: the reader would wait without end for a length that cannot be. */
class Framing {
  /** bytes that the message under way still lacks */
  #missing = 0;
  #header = '';

  /** False when a header tells a length that no message has. */
  take(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#missing > 0) {
        const taken = Math.min(this.#missing, chunk.length - at);
        this.#missing -= taken;
        at += taken;
        continue;
      }
      // all but a few bytes of what comes are bodies
      const before = this.#header.length;
      const known = this.#header + chunk.toString('latin1', at, at + longestHeader);
      const end = known.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#header = known.slice(0, longestHeader);
        return true;
      }
      this.#header = '';
      at += end + 4 - before;
      const length = /^content-length:(.*)$/im.exec(known.slice(0, end))?.[1]?.trim();
      // what has none, or has something else there, is the reader's to tell
      if (length === undefined || Number.isNaN(Number.parseInt(length, 10))) return true;
      this.#missing = Number(length);
      if (!/^\d+$/.test(length) || this.#missing > longestMessage) return false;
    }
    return true;
  }
}

const longestHeader = 4096;
/** Node makes no longer text of it. */
const longestMessage = 2 ** 29;

/** Reads messages, and knows whether the client has said that it is about to go. */
class Reader extends StreamMessageReader {
  hasShutDown = false;

  override listen(take: DataCallback): Disposable {
    return super.listen((message) => {
      if ((message as RequestMessage | null)?.method === 'shutdown') this.hasShutDown = true;
      take(message);
    });
  }
}
