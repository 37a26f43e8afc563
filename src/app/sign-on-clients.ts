import type { Platform } from '../kernel/operations/context.ts'
import { createSignOnClient, type SignOnClient } from '../kernel/sign-on/client.ts'
import type { Config } from './config.ts'

/** A client for each provider of single sign-on that the operator has set up. */
export const createSignOnClients = (
  { signOnProviders = [], publicAddress }: Config,
  { now, log }: Platform,
): readonly SignOnClient[] =>
  signOnProviders.map((provider) => createSignOnClient({ provider, publicAddress: publicAddress ?? '', now, log }))
