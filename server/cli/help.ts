// What --help prints.

const general = `eck-lint finds what breaks Elastic Cloud on Kubernetes (ECK) manifests before they are applied.

  eck-lint check [options] [paths...]   lint manifests
  eck-lint explain RULE                 tell what a rule is about
  eck-lint rules [--format text|json]   list all rules
  eck-lint probe [options]              walk the Fleet chain of a live cluster, read-only
  eck-lint --version
  eck-lint help COMMAND

Exit status: 0 nothing found that counts, 1 findings, 2 the call or the input could not be used.
`;

const commands = {
  check: `eck-lint check [options] [paths...]

Lints YAML and JSON files, and the manifests below folders that .gitignore does not leave out. Without paths: the
working directory.
A path of - is standard input.

  --format text|json|sarif|junit|github
                               how results are written (text)
  --fix                        apply the safe fixes, then tell what remains
  --fail-on error|warning|info
                               the least severity that makes the exit status 1 (error)
  --root FOLDER                where to look for what the manifests refer to; otherwise the nearest folder upwards
                               that holds .eck-lint.yaml or .git
  --since REV                  judge changes too: what the manifests were at this revision of their git repository
                               (HEAD, origin/main, a tag) decides which versions and volume claims ECK still accepts
  --stdin-filename PATH        the place that standard input is taken to come from

Severities and paths to leave out are set in .eck-lint.yaml, in the folder of a file or above.
`,
  explain: `eck-lint explain RULE

Tells what a rule is about, with examples. eck-lint rules lists the rules.
`,
  rules: `eck-lint rules [--format text|json]

Lists all rules.
`,
  probe: `eck-lint probe [options]

Walks the Fleet chain of a live cluster and tells at which hop authentication fails. It only reads; before the first
request it asks whether the cluster is the right one.

  --context NAME               the context of the kubeconfig (the current one)
  --namespace NAMESPACE        the namespace of the Agents (that of the context)
  --agent NAME                 only this Agent (all of the namespace)
  --secrets                    read the logins of the Agents and the certificates of the chain, and try these logins
  --service-token              try Fleet Server's own token as well
  --logs                       look for known complaints in the logs of the Agents
  --kubeconfig FILE            otherwise $KUBECONFIG, or ~/.kube/config
  --yes-context NAME           do not ask, if the context is this one
  --format text|json|markdown  how the report is written (text)

Nothing secret is printed. Exit status: 0 no step failed, 1 one did, 2 there was no way to the cluster.
`,
};

/** The help of a command, or of all. */
export const help = (command?: keyof typeof commands): string => (command ? commands[command] : general);
