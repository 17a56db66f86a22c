// Runs the rules. The unit is one document: what a rule found in a resource is kept by that resource for as long as
// its text stays, and what a workspace rule found is kept until the facts of the workspace change.
import {
  anyOperator,
  type Document,
  type Entry,
  Field,
  type Kind,
  mentionsEck,
  type Operator,
  type PackageQuestion,
  type Part,
  type Path,
  type Resource,
  type SourceFile,
  type Span,
  sameOperator,
  shift,
  type Workspace,
} from '../model/index.ts';
import type { FileEdit } from './fix.ts';
import type { Details, Fix, Related, Report, Rule } from './rule.ts';
import { type Level, levelFor, type Settings } from './settings.ts';
import { Answers, means, type Suppression, suppressionsIn } from './suppress.ts';

/** A place in a file. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** A fix in terms of files. */
export interface FileFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly FileEdit[];
}

/** Plain data about one defect; offsets are those of the file. */
export interface Finding extends Place {
  readonly rule: string;
  readonly messageId: string;
  readonly message: string;
  readonly severity: Exclude<Level, 'off'>;
  readonly resource?: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly related: readonly (Place & { readonly message: string })[];
  /** Computed at each call, from the state the finding was made in. */
  fixes(): FileFix[];
}

/** What a rule reported, before settings and suppressions, by offsets of the document. */
interface Raw {
  readonly rule: Rule;
  readonly messageId: string;
  readonly message: string;
  readonly resource?: Resource;
  readonly span: Span;
  /** reported where something is missing: true only of resources that show all they have */
  readonly absence: boolean;
  readonly related: () => readonly Related[];
  readonly fixes: () => readonly (Fix | undefined)[];
}

export class Linter {
  readonly rules: readonly Rule[];
  readonly #resourceRules = new Map<Kind, Rule[]>();
  readonly #workspaceRules = new Map<Kind, Rule[]>();
  readonly #textRules = new Map<string, Rule>();
  readonly #byResource = new WeakMap<Resource, readonly Raw[]>();
  readonly #byEntry = new WeakMap<
    Entry,
    { generation: number; resource: Resource; operator: Operator; found: readonly Raw[] }
  >();

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    for (const rule of rules) {
      if (rule.scope === 'text') this.#textRules.set(rule.id, rule);
      const table = rule.scope === 'resource' ? this.#resourceRules : this.#workspaceRules;
      if (rule.scope !== 'text') for (const kind of rule.kinds) table.set(kind, [...(table.get(kind) ?? []), rule]);
    }
  }

  /** The findings of a file that is in the workspace, by position, then rule. Never throws for any text. */
  lint(path: string, workspace: Workspace, settings: Settings): Finding[] {
    const file = workspace.file(path);
    if (!file) return [];
    const entries = workspace.entries(path);
    const findings: Finding[] = [];
    let next = 0;
    for (const part of file.parts) {
      if (!part.document) continue;
      const own: Entry[] = [];
      while (entries[next]?.start === part.start) own.push(entries[next++] as Entry);
      // one by one: a call takes only so many arguments
      for (const finding of this.#lintPart(file, part, part.document, own, workspace, settings)) findings.push(finding);
    }
    return findings.sort(
      (a, b) =>
        a.span.start - b.span.start ||
        a.span.end - b.span.end ||
        compare(a.rule, b.rule) ||
        compare(a.message, b.message),
    );
  }

  /** What a package registry has to be asked for the fixes of a file's findings; nothing when the settings name none. */
  questions(path: string, workspace: Workspace, settings: Settings): PackageQuestion[] {
    if (settings.packageRegistry === undefined) return [];
    const asking = this.rules.filter(({ id, asks }) => asks && settings.rules[id] !== 'off');
    return workspace
      .entries(path)
      .flatMap((entry) =>
        asking
          .filter(({ kinds }) => kinds.includes(entry.resource.kind))
          .flatMap((rule) => rule.asks?.(entry, workspace) ?? []),
      );
  }

  #lintPart(
    file: SourceFile,
    part: Part,
    document: Document,
    entries: readonly Entry[],
    workspace: Workspace,
    settings: Settings,
  ): Finding[] {
    const syntax = this.#syntax(document);
    const operator = settings.operator ?? anyOperator;
    const broken = document.root === null || document.errors.some((error) => !error.duplicateKey);
    const raws = broken ? syntax : [...syntax, ...entries.flatMap((entry) => this.#raws(entry, workspace, operator))];
    const suppressions = suppressionsIn(
      document,
      entries.map((entry) => entry.resource),
    );
    if (raws.length === 0 && suppressions.length === 0) return [];
    const answers = new Answers(suppressions);
    const findings = raws.flatMap((raw) =>
      answers.has(raw.rule, raw.span, raw.resource) ? [] : this.#finding(raw, file, part.start, workspace, settings),
    );
    if (broken || suppressions.length === 0) return findings;
    const isOff = ({ id, optIn }: Rule): boolean => (settings.rules[id] ?? (optIn && 'off')) === 'off';
    const isIdle = (s: Suppression): boolean => {
      const meant = this.rules.filter((rule) => means(s, rule));
      return meant.length > 0 && meant.every(isOff);
    };
    const names = countBy(suppressions, ({ comment }) => comment?.start);
    const unused = suppressions.filter((s) => !answers.used.has(s) && !s.foreign && !isIdle(s));
    return [
      ...findings,
      ...unused.flatMap((s) =>
        this.#finding(
          this.#unused(s, names.get(s.comment?.start) === 1, document),
          file,
          part.start,
          workspace,
          settings,
        ),
      ),
    ];
  }

  #raws(entry: Entry, workspace: Workspace, operator: Operator): readonly Raw[] {
    const { resource } = entry;
    const known = this.#byEntry.get(entry);
    if (
      known?.generation === workspace.generation &&
      known.resource === resource &&
      sameOperator(known.operator, operator)
    ) {
      return known.found;
    }
    let own = this.#byResource.get(resource);
    if (!own) {
      own = this.#run(
        this.#resourceRules,
        resource,
        (rule, report) => rule.scope === 'resource' && rule.check(resource, report),
      );
      this.#byResource.set(resource, own);
    }
    const across = this.#run(
      this.#workspaceRules,
      resource,
      (rule, report) => rule.scope === 'workspace' && rule.check(entry, report, workspace, operator),
    );
    const all = [...own, ...across];
    const found =
      all.some((raw) => raw.absence) && workspace.standingOf(entry) !== 'whole'
        ? all.filter((raw) => !raw.absence)
        : all;
    this.#byEntry.set(entry, { generation: workspace.generation, resource, operator, found });
    return found;
  }

  #run(
    rules: ReadonlyMap<Kind, readonly Rule[]>,
    resource: Resource,
    check: (rule: Rule, report: Report<Rule['messages']>) => unknown,
  ): Raw[] {
    const raws: Raw[] = [];
    const told = new Set<string>();
    let rule: Rule;
    const report: Report<Rule['messages']> = (at, messageId, parts, details: Details = {}) => {
      // under a key whose value a template fills in, nothing is known to be missing
      if (!at.exists && !nearestExisting(at).complete) return;
      const text = message(rule, messageId, parts);
      const span = details.onKey ? at.keySpan : at.span;
      // what stands behind an anchor is met again at each of its aliases
      const identity = `${rule.id} ${span.start} ${span.end} ${text}`;
      if (told.has(identity)) return;
      told.add(identity);
      raws.push({
        rule,
        messageId,
        message: text,
        resource,
        span,
        absence: !at.exists,
        related: details.related ?? (() => []),
        fixes: details.fixes ?? (() => []),
      });
    };
    for (rule of rules.get(resource.kind) ?? []) check(rule, report);
    return raws;
  }

  #finding(raw: Raw, file: SourceFile, start: number, workspace: Workspace, settings: Settings): Finding[] {
    const severity = levelFor(settings, raw.rule, raw.messageId);
    if (severity === 'off') return [];
    const { resource } = raw;
    return [
      {
        rule: raw.rule.id,
        messageId: raw.messageId,
        message: raw.message,
        severity,
        path: file.path,
        span: shift(raw.span, start),
        ...(resource?.name !== undefined && {
          resource: {
            kind: resource.writtenKind,
            ...(resource.namespace !== undefined && { namespace: resource.namespace }),
            name: resource.name,
          },
        }),
        related: raw.related().map(({ entry, path, message }) => ({
          path: entry.path,
          span: shift(spanAt(entry, path), entry.start),
          message,
        })),
        fixes: () => raw.fixes().flatMap((fix) => (fix ? inFiles(fix, file, start, raw, workspace) : [])),
      },
    ];
  }

  #syntax(document: Document): Raw[] {
    if (document.errors.length === 0 || !mentionsEck(document.text)) return [];
    const unreadable = document.errors.find((error) => !error.duplicateKey);
    const rule = this.#textRules.get(unreadable ? 'invalid-yaml' : 'duplicate-key');
    if (!rule) return [];
    return (unreadable ? [unreadable] : document.errors).map((error) =>
      this.#text(rule, 'found', [error.message], error.span),
    );
  }

  #text(rule: Rule, messageId: string, parts: string[], span: Span, fixes: Raw['fixes'] = () => []): Raw {
    return {
      rule,
      messageId,
      message: message(rule, messageId, parts),
      span,
      absence: false,
      related: () => [],
      fixes,
    };
  }

  /** `alone`: the comment holds no other name. */
  #unused(suppression: Suppression, alone: boolean, document: Document): Raw {
    const rule = this.#textRules.get('unused-suppression') as Rule;
    const known = this.rules.some((r) => means(suppression, r));
    const { comment, span } = suppression;
    const fixes = (): (Fix | undefined)[] => {
      if (!comment || !alone) return [];
      const { text } = document;
      const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
      const ownLine = text.slice(lineStart, comment.start).trim() === '';
      const start = ownLine ? lineStart : lineStart + text.slice(lineStart, comment.start).trimEnd().length;
      const newline = text.indexOf('\n', comment.end);
      const end = ownLine && newline >= 0 ? newline + 1 : comment.end;
      return [
        {
          title: 'Remove the comment',
          safe: false,
          edits: [{ field: Field.root(document), span: { start, end }, newText: '' }],
        },
      ];
    };
    return this.#text(rule, known ? 'unused' : 'unknown', [suppression.rule], span, fixes);
  }
}

function countBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

const message = (rule: Rule, id: string, parts: readonly string[]): string =>
  (rule.messages[id] as (...parts: string[]) => string)(...parts);

function nearestExisting(field: Field): Field {
  let at = field;
  while (!at.exists && at.parent) at = at.parent;
  return at;
}

function spanAt(entry: Entry, path: Path): Span {
  return entry.resource.root.at(path).span;
}

/** A fix's edits in files: each edit belongs to the document of its field, here or elsewhere in the workspace. */
function inFiles(fix: Fix, file: SourceFile, start: number, raw: Raw, workspace: Workspace): FileFix[] {
  const edits: FileEdit[] = [];
  for (const { field, span, newText } of fix.edits) {
    if (!raw.resource || field.document === raw.resource.root.document) {
      edits.push({ path: file.path, span: shift(span, start), newText });
      continue;
    }
    const home = workspace.placeOf(field.document);
    if (!home) return [];
    edits.push({ path: home.path, span: shift(span, home.start), newText });
  }
  return [{ title: fix.title, safe: fix.safe, edits }];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
