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
  reader.onError((error) => {
    if (/header|content-length/i.test(error.message)) refuse('a header is broken');
    // the message has been read to its end all the same
    const what = error instanceof SyntaxError ? 'that is not JSON' : `that nobody understands (${error.name})`;
    stderr.write(`eck-lint: a message ${what} was left out\n`);
  });
  return createConnection(features, reader, new StreamMessageWriter(stdout));
}

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
