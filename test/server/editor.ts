// An editor that talks to a server over two streams in memory: what a person does to files becomes messages, and what
// the server says is remembered.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  type CompletionItem,
  CompletionRequest,
  type ConfigurationItem,
  ConfigurationRequest,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  FileChangeType,
  type FileEvent,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rules } from '../../rules/index.ts';
import type { Registry } from '../../server/host/registry.ts';
import type { Revisions } from '../../server/host/revisions.ts';
import { features } from '../../server/lsp/features.ts';
import { type Status, statusMethod } from '../../server/lsp/protocol.ts';
import { serve } from '../../server/lsp/server.ts';
import type { Open } from '../../server/probe/index.ts';
import { MemoryHost } from './memory-host.ts';

export interface Given {
  /** texts on disk by path */
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly settings?: Settings;
  readonly capabilities?: ClientCapabilities;
  readonly pages?: string;
  readonly trusted?: boolean;
  readonly watches?: boolean;
  /** has the command that probes a cluster */
  readonly probes?: boolean;
  readonly openCluster?: Open;
  /** refuses to tell its settings */
  readonly refuses?: boolean;
  /** does not answer when asked for its settings, until `answerNow` */
  readonly silent?: boolean;
  /** what a package registry answers; undefined for nothing */
  readonly newest?: Registry['newest'];
  /** what a document is at the last commit; undefined where there is no git */
  readonly committed?: Revisions['committed'];
}

/** What the editor answers when it is asked for its settings. */
export interface Settings {
  eckLint?: unknown;
  hidden?: Record<string, unknown>;
}

export interface Answer {
  readonly id: string;
  readonly result?: unknown[];
  readonly error?: { readonly code: number };
}

/** The rules the tests are about: one more in the catalog changes nothing here. */
const ids = ['dangling-reference', 'invalid-yaml', 'kibana-basic-auth-missing', 'latest-image', 'unused-suppression'];
const some = rules.filter(({ id }) => ids.includes(id));

const everything: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    didChangeConfiguration: { dynamicRegistration: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true },
    hover: { contentFormat: ['markdown'] },
  },
};

export class Editor {
  readonly host: MemoryHost;
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: Status[] = [];
  readonly registered: string[] = [];
  readonly log: string[] = [];
  settings: Settings;
  readonly #unanswered: (() => void)[] = [];
  readonly #documents = new Map<string, TextDocument>();
  readonly #waiting = new Set<() => void>();
  readonly #toServer = new PassThrough();
  readonly #toClient = new PassThrough();
  initialized: InitializeResult | undefined;

  private constructor(given: Given) {
    this.host = new MemoryHost(given.files ?? {});
    this.settings = given.settings ?? {};
    const toServer = this.#toServer;
    const toClient = this.#toClient;
    serve(
      createConnection(features, new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
      this.host,
      { newest: given.newest ?? (() => assert.fail('the registry is asked')) },
      {
        ...(given.openCluster && { openCluster: given.openCluster }),
        rules: given.newest || given.committed ? rules : some,
        patience: { settings: given.silent ? 50 : 5000, typing: 20 },
        ...(given.committed && {
          revisions: { committed: given.committed, changed: () => assert.fail('all changes are asked for') },
        }),
      },
    );
    this.connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) =>
      this.#heard(this.published, params),
    );
    this.connection.onNotification(statusMethod, (status: Status) => this.#heard(this.statuses, status));
    this.connection.onNotification(LogMessageNotification.type, ({ message }) => this.#heard(this.log, message));
    this.connection.onRequest(ConfigurationRequest.type, async ({ items }) => {
      if (given.refuses) throw new Error('refused');
      if (given.silent) await new Promise<void>((resolve) => this.#unanswered.push(resolve));
      return items.map((item) => this.#setting(item));
    });
    this.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const { method } of registrations) this.#heard(this.registered, method);
    });
    this.connection.listen();
  }

  /** An editor with a server that has taken in everything on disk. */
  static async start(given: Given = {}): Promise<Editor> {
    const editor = new Editor(given);
    const folders = given.folders ?? ['/w'];
    editor.initialized = await editor.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities: given.capabilities ?? everything,
      workspaceFolders: folders.map((folder) => ({ uri: uri(folder), name: folder })),
      ...((given.pages ?? given.trusted ?? given.watches ?? given.probes) !== undefined && {
        initializationOptions: {
          pages: given.pages,
          trusted: given.trusted,
          watches: given.watches,
          probes: given.probes,
        },
      }),
    });
    await editor.connection.sendNotification(InitializedNotification.type, {});
    await editor.ready();
    return editor;
  }

  /** Waits until the server has said that its index is ready, more than `after` statuses ago. */
  ready(after = 0): Promise<Status> {
    return this.until(() => this.statuses.slice(after).findLast(({ index }) => index === 'ready'));
  }

  open(path: string, text = this.host.files.get(path) ?? ''): void {
    const document = TextDocument.create(path.includes(':') ? path : uri(path), 'yaml', 1, text);
    this.#documents.set(path, document);
    void this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: document.uri, languageId: 'yaml', version: 1, text },
    });
  }

  /** Replaces the only occurrence of `from`, as typing would. */
  replace(path: string, from: string, to: string): void {
    const document = this.document(path);
    const text = document.getText();
    assert.equal(text.split(from).length, 2, `${JSON.stringify(from)} once in ${text}`);
    const start = text.indexOf(from);
    const range = { start: document.positionAt(start), end: document.positionAt(start + from.length) };
    this.change(path, [{ range, newText: to }]);
  }

  change(path: string, edits: readonly TextEdit[]): void {
    const document = this.document(path);
    const changes = edits.map(({ range, newText }) => ({ range, text: newText }));
    TextDocument.update(document, changes, document.version + 1);
    void this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: document.uri, version: document.version },
      contentChanges: changes,
    });
  }

  close(path: string): void {
    const { uri } = this.document(path);
    this.#documents.delete(path);
    void this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  save(path: string): void {
    const document = this.document(path);
    this.host.files.set(path, document.getText());
    void this.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: document.uri },
    });
  }

  /** Puts texts on disk, undefined for a deletion, and tells of it as a watcher would. */
  write(texts: Readonly<Record<string, string | undefined>>): void {
    const changes = Object.entries(texts).map(([path, text]): FileEvent => {
      const known = this.host.files.has(path);
      if (text === undefined) this.host.files.delete(path);
      else this.host.files.set(path, text);
      const type: FileChangeType = known ? FileChangeType.Changed : FileChangeType.Created;
      return { uri: uri(path), type: text === undefined ? FileChangeType.Deleted : type };
    });
    void this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** Moves all that is below a folder on disk, or deletes it, and tells of the folder only. */
  move(folder: string, to: string | undefined): void {
    for (const [path, text] of [...this.host.files]) {
      if (!path.startsWith(`${folder}/`)) continue;
      this.host.files.delete(path);
      if (to !== undefined) this.host.files.set(to + path.slice(folder.length), text);
    }
    const changes: FileEvent[] = [{ uri: uri(folder), type: FileChangeType.Deleted }];
    if (to !== undefined) changes.push({ uri: uri(to), type: FileChangeType.Created });
    void this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** Answers what it was silent about. */
  answerNow(): void {
    for (const answer of this.#unanswered.splice(0)) answer();
  }

  set(settings: Settings): void {
    this.settings = settings;
    void this.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const folder = (path: string) => ({ uri: uri(path), name: path });
    void this.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: added.map(folder), removed: removed.map(folder) },
    });
  }

  document(path: string): TextDocument {
    const document = this.#documents.get(path);
    assert.ok(document, `${path} is open`);
    return document;
  }

  /** What is wrong in the present text of an open file. */
  async diagnostics(path: string): Promise<Diagnostic[]> {
    const { uri, version } = this.document(path);
    return (await this.until(() => this.published.findLast((p) => p.uri === uri && p.version === version))).diagnostics;
  }

  /** Waits until what is wrong in a file is found by these rules, in order of place. */
  async expect(path: string, rules: readonly string[]): Promise<void> {
    const last = (): string[] | undefined =>
      this.published
        .findLast((p) => p.uri === (path.includes(':') ? path : uri(path)))
        ?.diagnostics.map(({ code }) => String(code));
    await this.until(
      () => (JSON.stringify(last()) === JSON.stringify(rules) ? true : undefined),
      () => `${path} has ${last()}, not ${rules}`,
    );
  }

  /** The actions offered where `mark` stands, of a kind if one is given. */
  async actions(path: string, mark: string, only?: string): Promise<CodeAction[]> {
    return this.actionsIn(path, this.rangeOf(path, mark), only);
  }

  async actionsIn(path: string, range: Range, only?: string): Promise<CodeAction[]> {
    const answer = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: this.document(path).uri },
      range,
      context: { diagnostics: [], ...(only !== undefined && { only: [only] }) },
    });
    return (answer ?? []).filter((action): action is CodeAction => 'edit' in action);
  }

  /** What is offered in front of a mark. */
  async complete(path: string, mark: string): Promise<CompletionItem[] | null> {
    const answer = await this.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: this.document(path).uri },
      position: this.rangeOf(path, mark).start,
    });
    return answer && !Array.isArray(answer) ? answer.items : answer;
  }

  hover(path: string, mark: string): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: this.document(path).uri },
      position: this.rangeOf(path, mark).start,
    });
  }

  rangeOf(path: string, mark: string): Range {
    const document = this.document(path);
    const start = document.getText().indexOf(mark);
    assert.ok(start >= 0, `${mark} in ${path}`);
    return { start: document.positionAt(start), end: document.positionAt(start + mark.length) };
  }

  /** The text an open file would have after an action. */
  after(path: string, action: CodeAction | undefined): string {
    assert.ok(action, 'no such action');
    const document = this.document(path);
    const edits = (action.edit?.documentChanges ?? []).flatMap((change) => {
      assert.ok('textDocument' in change);
      if (change.textDocument.uri !== document.uri) return [];
      assert.equal(change.textDocument.version, document.version);
      return change.edits as TextEdit[];
    });
    return TextDocument.applyEdits(document, edits.length > 0 ? edits : (action.edit?.changes?.[document.uri] ?? []));
  }

  /** Does what an action says, to the files that are open. */
  apply(path: string, action: CodeAction | undefined): void {
    const text = this.after(path, action);
    const document = this.document(path);
    const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
    this.change(path, [{ range, newText: text }]);
  }

  /** Sends messages in one go, as a busy editor's may arrive, and gives the answers to its requests in their order. */
  async exchange(messages: readonly { id?: string; method: string; params: unknown }[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    const ids = messages.flatMap(({ id }) => id ?? []);
    this.connection.dispose();
    new StreamMessageReader(this.#toClient).listen((message) => {
      const answer = message as unknown as Answer;
      if (ids.includes(answer.id)) this.#heard(answers, answer);
    });
    const framed = messages.map((message) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    });
    this.#toServer.write(framed.join(''));
    return this.until(() => (answers.length === ids.length ? answers : undefined));
  }

  /** Ends the talk; the process around the server lives on. */
  async end(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    this.connection.dispose();
  }

  /** What `look` gives as soon as it gives something: looked at again with each message of the server. */
  async until<T>(look: () => T | undefined, explain: () => string = () => look.toString()): Promise<T> {
    const found = look();
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(again);
        reject(new Error(`not within 2 s: ${explain()}\n${this.log.join('\n')}`));
      }, 2000);
      const again = (): void => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(again);
        resolve(found);
      };
      this.#waiting.add(again);
    });
  }

  #heard<T>(list: T[], message: T): void {
    list.push(message);
    for (const look of [...this.#waiting]) look();
  }

  #setting({ section }: ConfigurationItem): unknown {
    return (section === 'eckLint' ? this.settings.eckLint : this.settings.hidden) ?? null;
  }
}

export const uri = (path: string): string => `file://${path}`;
