// Fields that show a part of a document as something else: what stands below them stands in another place, or nowhere.
// Whatever is found through a view is a field of the document, so spans and edits are those of the text.
import { Scalar } from 'yaml';
import { Field, type Path } from './field.ts';
import type { Span } from './span.ts';

/** What a view shows below itself. */
export interface Below {
  get(step: string | number): Field;
  entries(): readonly Field[];
  /** see `Field.routeOf`; needed where paths are taken from */
  route?(written: Path): Path;
}

/** The field `at` under another parent and name, with other things below it. */
export class View extends Field {
  readonly #below: Below;

  constructor(at: Field, parent: Field | undefined, name: string | number, below: Below) {
    super(at.document, parent, name, at.written, at.key, at.shared);
    this.#below = below;
  }

  override get(step: string | number): Field {
    return this.#below.get(step);
  }

  override entries(): readonly Field[] {
    return this.#below.entries();
  }

  protected override routeOf(written: Path): Path {
    return this.#below.route?.(written) ?? written;
  }
}

/** A value that nobody wrote but that will be there; without a text it is one that cannot be seen. No edit reaches it. */
export class Given extends Field {
  readonly #seen: boolean;

  constructor(parent: Field, name: string, text?: string) {
    super(parent.document, parent, name, plainScalar(text ?? '{{ }}'), undefined, false);
    this.#seen = text !== undefined;
  }

  override get complete(): boolean {
    return this.#seen;
  }

  override get span(): Span {
    return this.keySpan;
  }

  override get keySpan(): Span {
    return (this.parent as Field).keySpan;
  }
}

function plainScalar(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = Scalar.PLAIN;
  return scalar;
}
