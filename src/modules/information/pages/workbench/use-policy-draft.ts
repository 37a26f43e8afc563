import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { callApi } from '../../../../web/api/http-client.ts'
import { type Autosave, useAutosave } from '../../../../web/workbench/form/use-autosave.ts'
import { dropKept, readKept, writeKept } from '../../../../web/workbench/kept-text.ts'
import type { Content, WorkView } from './work-view.ts'

interface KeptContent {
  version: number
  content: Content
}

const keyOf = (view: WorkView) => `${view.id}.content`

/** What was left unsaved of this version on this desktop. */
export const readKeptContent = (view: WorkView) => readKept<KeptContent>(keyOf(view))

export const dropKeptContent = (view: WorkView) => dropKept(keyOf(view))

export interface PolicyDrafting {
  content: Content
  change(changed: Partial<Content>): void
  autosave: Autosave
  errorOf(field: string): string | undefined
}

/**
 * The version while it is edited: saved on the server a moment after each change, and kept on this desktop for as long as something
 * of it is not saved.
 */
export function usePolicyDraft(view: WorkView, unsaved: Content | undefined): PolicyDrafting {
  const client = useQueryClient()
  const [content, setContent] = useState<Content>(() => unsaved ?? view.content)
  const live = useRef({ version: view.version, content })
  const { slug, edition } = view
  const autosave = useAutosave(content, {
    version: view.version,
    unsaved: unsaved !== undefined,
    save: async (sent, version, key) => {
      const receipt = await callApi('policyWork.save', { slug, edition, version, content: sent }, { key })
      live.current.version = receipt.version
      if (sent === live.current.content) dropKept(keyOf(view))
      else writeKept(keyOf(view), live.current)
      return receipt.version
    },
    onTried: () => void client.invalidateQueries({ queryKey: ['policyWork.get'] }),
  })
  const change = (changed: Partial<Content>) => {
    live.current = { ...live.current, content: { ...live.current.content, ...changed } }
    setContent(live.current.content)
    writeKept(keyOf(view), live.current)
  }
  const errors = autosave.error?.problem.errors ?? []
  return { content, change, autosave, errorOf: (field) => errors.find((one) => one.field === field)?.message }
}
