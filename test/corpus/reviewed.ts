// Errors and warnings on real manifests that were looked at and are true: by the number of the file, then by rule, each
// with the reason. Whatever else is reported there at these severities is a defect of the rule.

const packages = 'every package is at version latest';
const securityOff = 'a node set says xpack.security.enabled: false';
const exposed = 'TLS is off and the Service of type LoadBalancer has no annotation';
const exposedNode = 'TLS is off and the Service is of type NodePort';
const pipeline = 'the pipeline has a literal password';
const unnamedPolicy = 'an Agent in fleet mode has no policyID, which the operator warns about';
const reserved = 'the operator warns about the line, though it has the value of ECK';
const curl = 'an init container runs an image without a tag';
const lowerCase = 'two volumes say emptydir';
const olderImage = 'the image is 8.12.2 and the version 8.17.0';

type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

const single: Reasons = {
  '010': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'the output names namespace default, the cluster is in another one',
  },
  '011': { 'autoscaling-target-mismatch': 'its policies have other roles than the node sets of 012' },
  '014': { 'memory-in-millibytes': 'request and limit are 500m of memory' },
  '015': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'namespace and Service name in the addresses are not those of the resources beside it',
  },
  '038': { 'elasticsearch-reserved-setting': reserved },
  '078': {
    'node-roles-mixed': 'node.roles and node.remote_cluster_client stand side by side',
    'setting-removed': 'node.remote_cluster_client in 8.0.0',
  },
  '088': { 'latest-package-version': packages },
  '092': { 'env-owned-by-eck': 'cluster.initial_master_nodes stays set for ever by a variable' },
  '094': { 'tls-disabled-exposed': exposedNode },
  '101': { 'latest-package-version': packages, 'latest-image': curl, 'unknown-field': lowerCase },
  '105': { 'latest-package-version': packages, 'fleet-policy-id-missing': unnamedPolicy },
  '140': {
    'plaintext-credential': pipeline,
    'unsupported-stack-version': 'Logstash 8.8.0, and ECK starts with 8.12.0',
  },
  '141': { 'latest-package-version': packages },
  '142': { 'latest-package-version': packages },
  '145': {
    'plaintext-credential': pipeline,
    'unsupported-stack-version': 'Logstash 8.8.0, and ECK starts with 8.12.0',
  },
  '155': { 'misplaced-field': 'priorityClassName of the pod stands in its dnsConfig' },
  '166': { 'fleet-policy-id-missing': unnamedPolicy },
  '167': { 'fleet-setting-deprecated': 'the output is given by agents.elasticsearch.host' },
  '192': { 'misplaced-field': 'secureSettings stand in the node sets' },
  '233': {
    'misplaced-field': 'ports and selector of the Service stand in spec',
    'pod-template-refused': 'the livenessProbe has figures and no handler',
  },
  '246': { 'elasticsearch-reserved-setting': reserved, 'image-version-mismatch': olderImage },
  '247': { 'image-version-mismatch': olderImage },
  '248': { 'image-version-mismatch': olderImage },
  '249': { 'elasticsearch-security-disabled': securityOff, 'image-version-mismatch': olderImage },
  '250': { 'image-version-mismatch': olderImage },
  '251': { 'image-version-mismatch': olderImage },
  '252': { 'image-version-mismatch': olderImage },
  '253': { 'image-version-mismatch': olderImage },
  '254': { 'elasticsearch-security-disabled': securityOff, 'image-version-mismatch': olderImage },
  '255': { 'image-version-mismatch': olderImage },
  '272': { 'tls-disabled-exposed': exposed },
  '273': { 'tls-disabled-exposed': exposed },
  '274': { 'main-container-misnamed': 'the only container is called es and has no image' },
  '304': { 'unknown-field': lowerCase, 'latest-image': curl },
  '305': { 'unknown-field': lowerCase, 'latest-image': curl },
  '306': { 'unknown-field': lowerCase, 'latest-image': curl },
  '309': { 'stack-version-too-old': 'node.roles in 7.6.2' },
  '325': { 'fleet-policy-id-missing': unnamedPolicy },
  '327': { 'fleet-policy-id-missing': unnamedPolicy },
  '328': { 'latest-package-version': packages },
  '329': { 'autoscaling-annotation-removed': 'autoscaling by annotation' },
  '341': { 'elasticsearch-security-disabled': securityOff },
  '342': { 'agent-state-not-writable': 'the quickstart of 8.2, which since ECK 2.4 has to run as root' },
  '345': { 'latest-package-version': packages, 'fleet-policy-id-missing': unnamedPolicy },
  '351': { 'misplaced-field': 'volumeClaimTemplates stand beside the node sets', 'tls-disabled-exposed': exposed },
  '367': { 'elasticsearch-security-disabled': securityOff },
  '371': { 'fleet-policy-id-missing': unnamedPolicy },
  '373': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'an http address for a Fleet Server that keeps TLS on',
  },
  '389': { 'tls-disabled-exposed': exposedNode },
  '408': { 'fleet-policy-id-missing': 'Kibana is in the repository and sets up no policy' },
  '425': {
    'dangling-reference': 'Kibana and Fleet Server are in another namespace than the references look in',
    'fleet-policy-id-missing': unnamedPolicy,
  },
  '427': { 'fleet-policy-id-missing': 'Kibana is in the repository and sets up no policy' },
  '433': { 'plaintext-credential': pipeline },
  '436': { 'elasticsearch-anonymous-privileged': 'anonymous requests get the role superuser' },
  '449': { 'agent-state-not-writable': 'the quickstart of 7.17, which since ECK 2.4 has to run as root' },
  '410': { 'setting-removed': 'node.master, node.data and node.ingest in 8.3.0' },
  '411': { 'beat-output-conflict': 'elasticsearchRef and output.logstash' },
  '454': { 'referenced-version-older': 'Metricbeat is 7.17.0, the Kibana it refers to in the same file is 7.15.0' },
  '460': { 'fleet-policy-id-missing': unnamedPolicy },
  '461': { 'fleet-policy-id-missing': unnamedPolicy },
  '462': { 'autoscaling-annotation-removed': 'autoscaling by annotation' },
  '464': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'an http address for a Fleet Server that keeps TLS on',
  },
  '465': { 'plaintext-credential': 'the output has a literal password, and it is the name of a Secret' },
  '466': { 'fleet-policy-id-missing': unnamedPolicy },
  '470': { 'unknown-field': 'elasticsearchRef has labels' },
  '482': { 'latest-package-version': packages },
};

/** Files with resources of 7.x. */
const sevens = `
  036 037 055 056 080 081 082 083 090 091 092 093 110 111 112 120 121 122 123 133 134 147 148 149 150 151 152 153 157
  165 166 167 170 171 185 186 187 188 196 197 198 226 227 228 229 256 257 258 259 274 284 285 309 310 317 323 330 331
  332 340 351 376 377 402 403 404 442 443 449 451 452 453 454 455 457 458 459 483 484 485`
  .trim()
  .split(/\s+/);

export const reviewed: Reasons = {
  ...single,
  ...Object.fromEntries(sevens.map((n) => [n, { ...single[n], 'stack-version-end-of-life': 'the version is 7.x' }])),
};
