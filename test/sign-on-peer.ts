import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Provider, { type Configuration } from 'oidc-provider'
import type { SignOnProvider } from '../src/kernel/sign-on/provider.ts'

/** Someone with an account at the provider: the claims it tells of them. */
export type PeerAccount = Record<string, string | number | boolean>

export interface SignOnPeer {
  issuer: string
  /** By what they type as their name there. */
  accounts: Record<string, PeerAccount>
  clientId: string
  clientSecret: string
  close(): Promise<void>
}

/** Where a peer may send people back to; it is told before it starts. */
export interface PeerOptions {
  publicAddress: string
  providerIds: readonly string[]
}

const clientId = 'qichuang'
const scopes = 'openid profile phone'

const configure = (
  { publicAddress, providerIds }: PeerOptions,
  clientSecret: string,
  accounts: Record<string, PeerAccount>,
): Configuration => ({
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: providerIds.map((id) => `${publicAddress}/login/sso/${id}/callback`),
      post_logout_redirect_uris: [`${publicAddress}/`],
    },
  ],
  claims: {
    openid: ['sub'],
    profile: ['name', 'level', 'identity_number', 'identity_kind'],
    phone: ['phone_number', 'phone_number_verified'],
  },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => {
    const claims = accounts[id]
    return claims && { accountId: id, claims: async () => ({ sub: id, ...claims }) }
  },
  // Whoever logs in has agreed: the page for it says so.
  async loadExistingGrant(ctx) {
    const { provider, session } = ctx.oidc
    const accountId = session?.accountId
    if (accountId === undefined) return undefined
    const grant = new provider.Grant({ clientId, accountId })
    grant.addOIDCScope(scopes)
    await grant.save()
    return grant
  },
})

const page = (body: string) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>登录服务</title></head><body><main>${body}</main></body></html>`

const logInForm = page(
  `<h1>登录服务</h1><form method="post"><label>账号 <input name="login"></label>
  <button name="answer" value="yes">登录并同意</button> <button name="answer" value="no">不同意</button></form>`,
)

/** The one page of the peer: who are you, and do you agree. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    await provider.interactionDetails(request, response)
    response.setHeader('content-type', 'text/html; charset=utf-8').end(logInForm)
    return
  }
  const form = new URLSearchParams(await text(request))
  const result =
    form.get('answer') === 'no'
      ? { error: 'access_denied', error_description: 'denied by the person' }
      : { login: { accountId: form.get('login') ?? '' } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

/** A provider of OpenID Connect on a free port of this machine, with a little page of its own to log in at. */
export async function startSignOnPeer(options: PeerOptions): Promise<SignOnPeer> {
  const accounts: Record<string, PeerAccount> = {}
  const clientSecret = randomBytes(16).toString('hex')
  let provider: Provider | undefined
  const server: Server = createServer((request, response) => {
    if (!provider) return void response.writeHead(503).end()
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response)
    interact(provider, request, response).catch(() => response.writeHead(400).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider = new Provider(issuer, configure(options, clientSecret, accounts))
  return {
    issuer,
    accounts,
    clientId,
    clientSecret,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A provider as the operator sets it up, at this peer. */
export const providerAt = (
  { issuer, clientSecret }: Pick<SignOnPeer, 'issuer' | 'clientSecret'>,
  more: Pick<SignOnProvider, 'id' | 'name' | 'serves'> & Partial<SignOnProvider>,
): SignOnProvider => ({
  issuer,
  clientId,
  clientSecret,
  scope: scopes,
  vouchesForPhone: false,
  realName: null,
  ...more,
})

/** Walks a browser's way through the peer without one: logs in there, or refuses, and gives the address it leads back to. */
export async function walkThrough(location: string, answer: { login: string } | 'deny'): Promise<string> {
  const jar = new Map<string, string>()
  const back = (address: string) => address.includes('/login/sso/')
  const send = async (address: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, { ...init, redirect: 'manual', headers: { cookie, ...init.headers } })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const onwards = response.headers.get('location')
    await response.arrayBuffer()
    return onwards === null ? null : new URL(onwards, address).href
  }
  let here = location
  for (let step = 0; step < 10; step += 1) {
    const onwards = await send(here)
    if (onwards !== null && back(onwards)) return onwards
    if (onwards !== null) {
      here = onwards
      continue
    }
    const form = answer === 'deny' ? { answer: 'no', login: '' } : { answer: 'yes', ...answer }
    const posted = await send(here, { method: 'POST', body: new URLSearchParams(form) })
    if (posted === null) throw new Error(`The peer stopped at ${here}`)
    if (back(posted)) return posted
    here = posted
  }
  throw new Error('The peer leads in a circle')
}
