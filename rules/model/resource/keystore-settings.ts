// The settings that Elasticsearch takes from its keystore and from nowhere else. Source: the secure settings of
// Elasticsearch and its modules; one that stands in elasticsearch.yml keeps a node from starting.

const name = '[^.]+';

const secure = [
  // whatever is called so
  'xpack\\..*\\.secure_[a-z_]+',
  'reindex\\.ssl\\..*secure_[a-z_]+',
  'bootstrap\\.password',
  'keystore\\.seed',
  `xpack\\.security\\.authc\\.realms\\.oidc\\.${name}\\.rp\\.client_secret`,
  `xpack\\.security\\.authc\\.realms\\.jwt\\.${name}\\.client_authentication\\.shared_secret`,
  `s3\\.client\\.${name}\\.(?:access_key|secret_key|session_token)`,
  `azure\\.client\\.${name}\\.(?:account|key|sas_token)`,
  'discovery\\.ec2\\.(?:access_key|secret_key|session_token)',
];

const pattern = new RegExp(`^(?:${secure.join('|')})$`);

/** Whether a setting of Elasticsearch may stand in the keystore only. */
export const isKeystoreOnly = (setting: string): boolean => pattern.test(setting);
