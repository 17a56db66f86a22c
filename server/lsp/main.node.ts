// The language server as a program of Node. Talks over the transport that its arguments name, else over standard input
// and output.
import { createConnection } from 'vscode-languageserver/node';
import { nodeHost } from '../host/node.ts';
import { nodeRegistry } from '../host/node-registry.ts';
import { nodeRevisions } from '../host/node-revisions.ts';
import { features } from './features.ts';
import { describe } from './guard.ts';
import { serve } from './server.ts';
import { stdioConnection } from './stdio.node.ts';

const otherTransports = /^--(?:node-ipc|socket|pipe)(?:=|$)/;
const elsewhere = process.argv.some((argument) => otherTransports.test(argument));

const connection = elsewhere ? createConnection(features) : stdioConnection();
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error: unknown) => connection.console.error(`${event}: ${describe(error)}`));
// the client is gone without a word: nobody is left to log to
process.on('disconnect', () => process.exit(1));
serve(connection, nodeHost(), nodeRegistry(), { revisions: nodeRevisions() });
