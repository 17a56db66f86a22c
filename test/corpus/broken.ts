// What is wrong with the manifests of known cases, by the number of the file: line, severity and rule. An empty list
// stands for a control: nothing may be reported there. Cases that no rule is about yet are left out.

export const broken: Readonly<Record<string, readonly string[]>> = {
  '01': ['17 error kibana-basic-auth-missing'],
  '03': ['16 error kibana-login-page-missing'],
  '05': ['6 error unserved-api-version', '18 warning elasticsearch-security-disabled'],
  '07': ['24 error unknown-field', '37 warning volume-claim-unmounted', '57 error unknown-field'],
  '13': ['19 error kibana-setting-refused'],
  '15': ['34 error beat-output-conflict'],
  '17': ['17 error node-roles-mixed'],
  '19': ['13 error cluster-settings-nested'],
  '21': ['17 error service-port-unnamed'],
  '23': ['11 warning fleet-policy-id-missing', '33 warning fleet-policy-id-missing'],
  '25': [
    '17 error fleet-url-mismatch',
    '18 error fleet-url-mismatch',
    '21 warning latest-package-version',
    '23 warning latest-package-version',
    '25 warning latest-package-version',
    '27 warning latest-package-version',
    '29 warning latest-package-version',
  ],
  '27': ['14 warning agent-state-not-writable'],
  '29': ['46 error misplaced-field'],
  '31': ['12 error misplaced-field'],
  '33': ['16 warning fleet-setting-deprecated'],
  '35': [],
  '37': ['13 error cluster-settings-nested'],
  '39': ['48 warning unknown-field', '50 warning unknown-field'],
};
