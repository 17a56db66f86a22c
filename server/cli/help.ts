// What --help prints.

const general = `eck-lint finds what breaks Elastic Cloud on Kubernetes (ECK) manifests before they are applied.

  eck-lint check [options] [paths...]   lint manifests
  eck-lint explain RULE                 tell what a rule is about
  eck-lint rules [--format text|json]   list all rules
  eck-lint --version
  eck-lint help COMMAND

Exit status: 0 nothing found that counts, 1 findings, 2 the call or the input could not be used.
`;

const commands = {
  check: `eck-lint check [options] [paths...]

Lints YAML files, and those below folders that .gitignore does not leave out. Without paths: the working directory.
A path of - is standard input.

  --format text|json|sarif|junit|github
                               how results are written (text)
  --fix                        apply the safe fixes, then tell what remains
  --fail-on error|warning|info
                               the least severity that makes the exit status 1 (error)
  --root FOLDER                where to look for what the manifests refer to; otherwise the nearest folder upwards
                               that holds .eck-lint.yaml or .git
  --stdin-filename PATH        the place that standard input is taken to come from

Severities and paths to leave out are set in .eck-lint.yaml, in the folder of a file or above.
`,
  explain: `eck-lint explain RULE

Tells what a rule is about, with examples. eck-lint rules lists the rules.
`,
  rules: `eck-lint rules [--format text|json]

Lists all rules.
`,
};

/** The help of a command, or of all. */
export const help = (command?: keyof typeof commands): string => (command ? commands[command] : general);
