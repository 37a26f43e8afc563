import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  clockSkew,
  clockTolerance,
  discovery,
  fetchUserInfo,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { refuseSignOn, type SignOnFailure } from './failures.ts'
import { readVouched, type SignOnProvider, type Vouched } from './provider.ts'

/** Secrets of one log-in that is under way; they bind the provider's answer to this browser. */
export interface Challenge {
  state: string
  nonce: string
  verifier: string
}

export interface SignOnClient {
  provider: SignOnProvider
  /** Where the browser goes to log in there. Throws a Refusal (503) when the provider can't be reached. */
  begin(): Promise<{ location: string; challenge: Challenge }>
  /** What the provider vouches for, by its answer in the callback's query. Throws a Refusal; tokens are let go of at once. */
  finish(query: string, challenge: Challenge): Promise<Vouched>
  /** Where the browser goes to log out there too; null where the provider offers none. */
  findEnd(): Promise<string | null>
}

export interface SignOnOptions {
  provider: SignOnProvider
  /** Where this platform is reached from outside, without a slash at its end. */
  publicAddress: string
  now: () => Date
  /** Takes provider and kind of a failure; never what was sent. */
  log: (entry: Record<string, unknown>) => void
  /** How long a provider has for an answer; five seconds unless told. */
  patienceSeconds?: number
}

const PATIENCE = 5
/** Seconds by which its clock may differ. */
const TOLERANCE = 30

/** Plain HTTP is for a provider on the same machine alone, as tests have one. */
const isLocal = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname)

const callbackPath = (id: string) => `/login/sso/${id}/callback`

function discover({ provider, now, patienceSeconds = PATIENCE }: SignOnOptions): Promise<Configuration> {
  const issuer = new URL(provider.issuer)
  const metadata = {
    client_secret: provider.clientSecret,
    [clockTolerance]: TOLERANCE,
    [clockSkew]: Math.round((now().getTime() - Date.now()) / 1000),
  }
  return discovery(issuer, provider.clientId, metadata, undefined, {
    timeout: patienceSeconds,
    ...(isLocal(issuer) ? { execute: [allowInsecureRequests] } : {}),
  })
}

const deniedErrors = ['access_denied', 'login_required', 'interaction_required', 'consent_required']

const failuresByCode: Readonly<Record<string, SignOnFailure>> = {
  OAUTH_TIMEOUT: 'unreachable',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'clock',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'untrusted',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'untrusted',
  OAUTH_KEY_SELECTION_FAILED: 'untrusted',
  OAUTH_INVALID_RESPONSE: 'untrusted',
}

/** What went wrong, by what the library throws. */
function classify(error: unknown): SignOnFailure {
  if (error instanceof AuthorizationResponseError) return deniedErrors.includes(error.error) ? 'denied' : 'unavailable'
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant' ? 'used' : 'unavailable'
  const { code = '', name = '' } = error as { code?: string; name?: string }
  const known = failuresByCode[code]
  if (known) return known
  // A connection that fails is a TypeError of fetch; one that lasts too long is aborted.
  return (name === 'TypeError' && code === '') || /timeout|abort/i.test(name) ? 'unreachable' : 'unavailable'
}

/** The client of one provider: found out about when first needed, and again after a failure. */
export function createSignOnClient(options: SignOnOptions): SignOnClient {
  const { provider, publicAddress, log } = options
  let known: Promise<Configuration> | undefined
  const configure = () => {
    known ??= discover(options).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
  const attempt = async <T>(use: (configuration: Configuration) => Promise<T> | T): Promise<T> => {
    try {
      return await use(await configure())
    } catch (error) {
      const failure = classify(error)
      const { code, name, error: answered } = error as { code?: string; name?: string; error?: string }
      if (failure !== 'denied') log({ level: 'warn', signOn: provider.id, failure, fault: code ?? name, answered })
      throw refuseSignOn(failure)
    }
  }
  return {
    provider,
    begin: () =>
      attempt(async (configuration) => {
        const challenge = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
        const location = buildAuthorizationUrl(configuration, {
          redirect_uri: publicAddress + callbackPath(provider.id),
          scope: provider.scope,
          state: challenge.state,
          nonce: challenge.nonce,
          code_challenge: await calculatePKCECodeChallenge(challenge.verifier),
          code_challenge_method: 'S256',
        })
        return { location: location.href, challenge }
      }),
    finish: (query, { state, nonce, verifier }) =>
      attempt(async (configuration) => {
        const answered = new URL(`${publicAddress}${callbackPath(provider.id)}?${query}`)
        const tokens = await authorizationCodeGrant(configuration, answered, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims() ?? { sub: '' }
        const asksMore = provider.serves === 'person' && configuration.serverMetadata().userinfo_endpoint
        const more = asksMore ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {}
        return readVouched(provider, claims.sub, { ...claims, ...more })
      }),
    findEnd: () =>
      attempt((configuration) => {
        if (!configuration.serverMetadata().end_session_endpoint) return null
        return buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${publicAddress}/` }).href
      }),
  }
}
