// Whether a role of Elasticsearch lets a user set up Fleet through Kibana. Source: the role ECK makes for that, and how
// Kibana's privileges are kept as privileges of an application.
import { parse } from '../text/document.ts';
import { Field } from '../text/field.ts';

/** Whether a role grants Fleet; undefined when that cannot be seen. */
export function grantsFleet(role: Field): boolean | undefined {
  if (!role.complete || role.shape === 'template') return undefined;
  const list = role.get('applications');
  if (list.shape === 'template') return undefined;
  let open = false;
  for (const application of list.items()) {
    const name = application.get('application').text;
    const privileges = application
      .get('privileges')
      .items()
      .map((item) => item.text);
    if (name === undefined || privileges.includes(undefined) || !application.complete) open = true;
    else if (isKibana(name)) {
      // base privileges and those of other releases grant it, too
      if (privileges.some((one) => /^(?:\*|all|space_all|feature_fleet.*\.all)$/.test(one ?? ''))) return true;
    }
  }
  return open ? undefined : false;
}

/** The definition of a role in the text of a `roles.yml`; undefined when it has none of that name, or cannot be read. */
export function roleIn(text: string, role: string): Field | undefined {
  const document = parse(text);
  const field = Field.root(document).get(role);
  return document.errors.length === 0 && field.exists ? field : undefined;
}

const isKibana = (application: string): boolean =>
  application === '*' ||
  (application.endsWith('*') && 'kibana-.kibana'.startsWith(application.slice(0, -1))) ||
  application === 'kibana-.kibana';
