// Errors and warnings on real manifests that were looked at and are true: by the number of the file, then by rule, each
// with the reason. Whatever else is reported there at these severities is a defect of the rule.

const packages = 'every package is at version latest';
const securityOff = 'a node set says xpack.security.enabled: false';
const exposed = 'TLS is off and the Service of type LoadBalancer has no annotation';
const exposedNode = 'TLS is off and the Service is of type NodePort';
const pipeline = 'the pipeline has a literal password';
const curl = 'an init container runs an image without a tag';

export const reviewed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '010': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'the output names namespace default, the cluster is in another one',
  },
  '015': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'namespace and Service name in the addresses are not those of the resources beside it',
  },
  '088': { 'latest-package-version': packages },
  '094': { 'tls-disabled-exposed': exposedNode },
  '105': { 'latest-package-version': packages },
  '140': { 'plaintext-credential': pipeline },
  '141': { 'latest-package-version': packages },
  '142': { 'latest-package-version': packages },
  '145': { 'plaintext-credential': pipeline },
  '167': { 'fleet-setting-deprecated': 'the output is given by agents.elasticsearch.host' },
  '249': { 'elasticsearch-security-disabled': securityOff },
  '254': { 'elasticsearch-security-disabled': securityOff },
  '272': { 'tls-disabled-exposed': exposed },
  '273': { 'tls-disabled-exposed': exposed },
  '274': { 'main-container-misnamed': 'the only container is called es and has no image' },
  '304': { 'latest-image': curl },
  '305': { 'latest-image': curl },
  '306': { 'latest-image': curl },
  '328': { 'latest-package-version': packages },
  '341': { 'elasticsearch-security-disabled': securityOff },
  '342': { 'agent-state-not-writable': 'the quickstart of 8.2, which since ECK 2.4 has to run as root' },
  '345': { 'latest-package-version': packages },
  '351': { 'tls-disabled-exposed': exposed },
  '367': { 'elasticsearch-security-disabled': securityOff },
  '373': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'an http address for a Fleet Server that keeps TLS on',
  },
  '389': { 'tls-disabled-exposed': exposedNode },
  '408': { 'fleet-policy-id-missing': 'Kibana is in the repository and sets up no policy' },
  '425': { 'dangling-reference': 'Kibana and Fleet Server are in another namespace than the references look in' },
  '427': { 'fleet-policy-id-missing': 'Kibana is in the repository and sets up no policy' },
  '433': { 'plaintext-credential': pipeline },
  '436': { 'elasticsearch-anonymous-privileged': 'anonymous requests get the role superuser' },
  '449': { 'agent-state-not-writable': 'the quickstart of 7.17, which since ECK 2.4 has to run as root' },
  '464': {
    'latest-package-version': packages,
    'fleet-url-mismatch': 'an http address for a Fleet Server that keeps TLS on',
  },
  '465': { 'plaintext-credential': 'the output has a literal password, and it is the name of a Secret' },
  '482': { 'latest-package-version': packages },
};
