// Puts VS Code's network patch under a plain Node process, as its extension host does: to be loaded with --require.
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');
const { syncBuiltinESMExports } = require('node:module');

const agent = require(process.env.PROXY_AGENT ?? '');
const newer = process.env.NEWER_CERTIFICATES === '1';
const nothing = () => {};

const settings = {
  getProxySupport: () => process.env.PROXY_SUPPORT,
  addCertificatesV1: () => !newer,
  addCertificatesV2: () => newer,
  loadSystemCertificatesFromNode: () => false,
  isAdditionalFetchSupportEnabled: () => true,
  log: { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  getLogLevel: () => 3,
  lookupProxyAuthorization: async () => undefined,
  loadAdditionalCertificates: async () => [],
};

/** No proxy is set in the editor. */
const direct = (_flags, _request, _options, _url, found) => found('DIRECT');

// the extension host keeps the originals here
const original = { ...https };
Object.assign(http, agent.createHttpPatch(settings, { ...http }, direct));
Object.assign(https, agent.createHttpPatch(settings, original, direct));
if (!('__vscodeOriginal' in https)) https.__vscodeOriginal = original;
Object.assign(net, agent.createNetPatch(settings, { ...net }));
Object.assign(tls, agent.createTlsPatch(settings, { ...tls }));
syncBuiltinESMExports();
