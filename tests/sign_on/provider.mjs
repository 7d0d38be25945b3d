// The certified OpenID provider "oidc-provider" with two people, for the tests and for `make demo-sso`.
// Arguments: port, address of the site, folder with node_modules.
import { createRequire } from "node:module";
import { generateKeyPairSync } from "node:crypto";
import { pathToFileURL } from "node:url";

const [port, site, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/x.js"));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

const people = {
  an: { name: "Lý Thị An", agency_code: "stp", title: "Chuyên viên", groups: ["dau-moi"] },
  binh: { name: "Trần Văn Bình", agency_code: "stc", title: "Phó Trưởng phòng", groups: [] },
};
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: "congvu",
    client_secret: "chi-de-thu",
    redirect_uris: [`${site}/dang-nhap/sso/tinh/xong/`],
    post_logout_redirect_uris: [`${site}/dang-nhap/`],
    backchannel_logout_uri: `${site}/dang-nhap/sso/tinh/ket-thuc/`,
    backchannel_logout_session_required: true,
  }],
  jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: `k${Date.now()}` }] },
  cookies: { keys: ["chi-de-thu"] },
  pkce: { required: () => true },
  features: { backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "agency_code", "title", "groups"], email: ["email"] },
  findAccount: (_ctx, id) => people[id] && {
    accountId: id,
    claims: () => ({ sub: `${id}-001`, preferred_username: id, email: `${id}@vi-du.vn`, ...people[id] }),
  },
  // It refuses to call loopback addresses, which is right everywhere but here.
  fetch: (address, options) => { delete options.dispatcher; return globalThis.fetch(address, options); },
});
provider.on("server_error", (_ctx, error) => console.error(error));
provider.on("backchannel.error", (_ctx, error) => console.error(error));
provider.listen(Number(port), "127.0.0.1", () => console.log(issuer));
