import { MutationCache, QueryCache, QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CallRefused, callApi, isUnanswered } from '../api/http-client.ts'
import { createIntention } from '../api/intention.ts'
import type { Input, OperationName, Output, SessionView } from '../api/portal-api.ts'

export const sessionKey = ['session.get', {}] as const
const nobody: SessionView = {
  kind: 'anonymous',
  name: null,
  roles: [],
  verification: 'none',
  unread: 0,
  consentDue: false,
  acting: null,
  lapsed: false,
}

const MOST_RETRIES = 2
const FRESH_FOR = 15_000
const shouldRetry = (count: number, error: Error) =>
  error instanceof CallRefused && isUnanswered(error) && count < MOST_RETRIES

/** The cache of what the server told. When it says that nobody is logged in, the pages learn it at once. */
export function createClient(): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof CallRefused && error.problem.status === 401) client.setQueryData(sessionKey, nobody)
  }
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: FRESH_FOR, refetchOnWindowFocus: false },
      mutations: { retry: shouldRetry },
    },
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
  })
  return client
}

interface ReadOptions {
  enabled?: boolean
  /** Go on showing the last answer while another input is asked for. */
  keepPrevious?: boolean
  /** What others may change meanwhile: ask again whenever the page is opened, and when the window comes to the front. */
  live?: boolean
  /** Milliseconds after which to ask again while this holds of the last answer; for work that is under way. */
  watch?: (output: unknown) => number | false
}

/** Reads an operation; equal inputs share one answer. */
export function useOperation<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  { enabled = true, keepPrevious = false, live = false, watch }: ReadOptions = {},
) {
  return useQuery<unknown, CallRefused, Output<Name>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => callApi(name, input, { signal }),
    enabled,
    refetchOnMount: live ? 'always' : true,
    refetchOnWindowFocus: live,
    ...(watch ? { refetchInterval: ({ state }: { state: { data?: unknown } }) => watch(state.data) } : {}),
    ...(keepPrevious ? { placeholderData: (previous: unknown) => previous } : {}),
  })
}

interface WriteOptions<Name extends OperationName> {
  /** Operations whose answers it changes. */
  refreshes?: readonly OperationName[]
  onDone?: (output: Output<Name>, input: Input<Name>) => void
}

/** Writes by an operation. Retries of one intention carry one key, so that a lost answer leads to no second act. */
export function useWrite<Name extends OperationName>(name: Name, { refreshes = [], onDone }: WriteOptions<Name> = {}) {
  const client = useQueryClient()
  const [intention] = useState(() => createIntention())
  return useMutation<Output<Name>, CallRefused, Input<Name>>({
    mutationFn: (input) => callApi(name, input, { key: intention.keyFor(input) }),
    onSuccess: async (output, input) => {
      intention.settle()
      await Promise.all(refreshes.map((read) => client.invalidateQueries({ queryKey: [read] })))
      onDone?.(output, input)
    },
    onError: (error) => {
      if (!isUnanswered(error)) intention.settle()
    },
  })
}
