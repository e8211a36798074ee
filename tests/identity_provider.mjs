// A real OpenID Connect provider on loopback, for tests: `node identity_provider.mjs CONFIG.json`.
// Who there is stands in a file of its own and is read anew at each question, so that a test may change it meanwhile.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const found = createRequire(`${config.packages}/`).resolve('oidc-provider');
const { default: Provider } = await import(pathToFileURL(found));

const provider = new Provider(config.issuer, {
  clients: [config.client],
  jwks: { keys: [config.key] },
  cookies: { keys: ['for tests only'] },
  scopes: ['openid', 'profile', 'email', 'groups'],
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username'],
    email: ['email'],
    groups: ['groups', 'roles', '_claim_names'],
  },
  conformIdTokenClaims: config.inUserinfo,
  pkce: { required: () => true },
  findAccount: (_, id) => {
    const person = JSON.parse(readFileSync(config.people, 'utf8'))[id];
    return person && { accountId: id, claims: () => ({ ...person, sub: id }) };
  },
  // Nobody is asked whether Insyn may know them: the city has said so.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid profile email groups');
    await grant.save();
    return grant;
  },
});
provider.listen(config.port, '127.0.0.1', () => console.log('ready'));
