// The peer of `ansinh bench login`: oidc-provider with its own in-memory store and a login page that takes any name and asks nothing
// else. Configured by one JSON argument: {issuer, port, redirect_uri, basic: {client_id, client_secret}, secure: {client_id, jwks}}.
import Provider from 'oidc-provider';
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';

const given = JSON.parse(process.argv[2]);
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const common = { redirect_uris: [given.redirect_uri], response_types: ['code'], id_token_signed_response_alg: 'ES256' };

const provider = new Provider(given.issuer, {
  clients: [
    { ...common, ...given.basic, token_endpoint_auth_method: 'client_secret_basic' },
    {
      ...common,
      ...given.secure,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'peer' }] },
  cookies: { keys: ['a key of a run of the bench'] },
  claims: { openid: ['sub', 'preferred_username', 'name', 'birthdate', 'gender'] },
  features: { devInteractions: { enabled: false }, dPoP: { enabled: true }, pushedAuthorizationRequests: { enabled: true } },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, name: 'Trần Thị Thử', birthdate: '1990-05-02', gender: 'female' }),
  }),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
});

const koa = provider.callback();
createServer(async (request, response) => {
  try {
    if (!request.url.startsWith('/interaction/')) return await koa(request, response);
    if (request.method === 'GET') {
      await provider.interactionDetails(request, response);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(`<form method="post" action="${request.url}"><input name="username"><input name="password"></form>`);
    }
    let body = '';
    for await (const part of request) body += part;
    const accountId = new URLSearchParams(body).get('username');
    await provider.interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false });
  } catch (wrong) {
    response.statusCode = 500;
    response.end(String(wrong));
  }
}).listen(given.port, '127.0.0.1', () => console.log('ready'));
