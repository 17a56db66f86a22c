// `npm run new-rule <id>`: a rule, its page and its test file to start from, then the generated lists.
import { existsSync, writeFileSync } from 'node:fs';

const [id] = process.argv.slice(2);
if (!id || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
  process.stderr.write('Usage: npm run new-rule <id>, in kebab-case, naming the defect (unpinned-image)\n');
  process.exit(2);
}
const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const files = {
  [`../rules/catalog/${id}.ts`]: `// What is looked for, and the fact behind it.
import { defineRule } from '../engine/rule.ts';

export const ${name} = defineRule({
  id: '${id}',
  topic: 'manifest',
  summary: 'One sentence that names the defect.',
  severity: 'warning',
  kinds: ['Kibana'],
  fixable: 'never',
  scope: 'resource',
  messages: {
    found: (value) => \`What is wrong with \${value}, and what follows from it.\`,
  },
  check(resource, report) {
    const field = resource.root.at(['spec', 'count']);
    if (field.value === 0) report(field, 'found', ['0']);
  },
});
`,
  [`../rules/catalog/${id}.md`]: `# ${id}

One sentence that names the defect.

## Why

## Bad

\`\`\`yaml bad
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: kibana
spec:
  count: 0
\`\`\`

## Good

\`\`\`yaml good
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: kibana
spec:
  count: 1
\`\`\`

## When to disable
`,
  [`../test/rules/${id}.md`]: `# ${id}\n`,
};
for (const [path, text] of Object.entries(files)) {
  const url = new URL(path, import.meta.url);
  if (existsSync(url)) {
    process.stderr.write(`${path.slice(3)} is there already\n`);
    process.exit(1);
  }
  writeFileSync(url, text);
}
await import('./generate.ts');
process.stdout.write(
  `rules/catalog/${id}.ts and .md, test/rules/${id}.md. UPDATE=1 npm run test:unit writes the expected findings.\n`,
);
