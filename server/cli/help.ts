// What --help prints.

const general = `eck-lint finds what breaks Elastic Cloud on Kubernetes (ECK) manifests before they are applied.

  eck-lint check [options] [paths...]   lint manifests
  eck-lint explain RULE                 explain a rule, with examples
  eck-lint rules [--format text|json]   list all rules
  eck-lint probe [options]              check the Fleet chain of a live cluster, read-only
  eck-lint --version
  eck-lint help COMMAND

Exit status: 0 no findings at or above --fail-on, 1 findings, 2 the call or the input could not be used.
`;

const commands = {
  check: `eck-lint check [options] [paths...]

Lints YAML and JSON files, and the manifests in folders except those that .gitignore excludes. Without paths: the
working directory. The path - is standard input.

  --format text|json|sarif|junit|github
                               format of the results (default: text)
  --fix                        apply the safe fixes, then report what remains
  --fail-on error|warning|info
                               the lowest severity that makes the exit status 1 (default: error)
  --root FOLDER                where to look for the resources that manifests refer to; default: the nearest parent
                               folder with .eck-lint.yaml or .git
  --since REV                  check changes too: compare versions and volume claims with this revision of the git
                               repository (HEAD, origin/main, a tag)
  --stdin-filename PATH        the path of the manifest on standard input

Severities and excluded paths are set in .eck-lint.yaml, in the folder of a file or above.
`,
  explain: `eck-lint explain RULE

Explains a rule, with examples. eck-lint rules lists the rules.
`,
  rules: `eck-lint rules [--format text|json]

Lists all rules.
`,
  probe: `eck-lint probe [options]

Checks the Fleet chain of a live cluster and reports at which hop authentication fails. It only reads; before the first
request it asks you to confirm the cluster.

  --context NAME               the context of the kubeconfig (default: the current one)
  --namespace NAMESPACE        the namespace of the Agents (default: that of the context)
  --agent NAME                 only this Agent (default: all in the namespace)
  --secrets                    read the logins of the Agents and the certificates of the chain, and try these logins
  --service-token              try Fleet Server's own token as well
  --logs                       look for known errors in the logs of the Agents
  --kubeconfig FILE            default: $KUBECONFIG, or ~/.kube/config
  --yes-context NAME           do not ask if the context is this one
  --format text|json|markdown  format of the report (default: text)

No secret is printed. Exit status: 0 no step failed, 1 a step failed, 2 the cluster could not be reached or was not confirmed.
`,
};

/** The help of a command, or of all. */
export const help = (command?: keyof typeof commands): string => (command ? commands[command] : general);
