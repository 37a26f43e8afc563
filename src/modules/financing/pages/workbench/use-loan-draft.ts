import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Typed } from '../../../../web/workbench/form/typed-form.ts'
import { type Autosave, useAutosave } from '../../../../web/workbench/form/use-autosave.ts'
import { dropKept, readKept, writeKept } from '../../../../web/workbench/kept-text.ts'
import { readDraft, saveDraft, typeOut } from './loan-draft.ts'
import type { LoanView } from './loan-view.ts'

/** Typed and not saved, with the version on which it was typed. */
export interface KeptDraft {
  version: number
  typed: Typed
}

const keyOf = (view: LoanView) => `${view.id}.form`

/** What was left unsaved of this loan on this desktop. */
export const readKeptDraft = (view: LoanView) => readKept<KeptDraft>(keyOf(view))

export const dropKeptDraft = (view: LoanView) => dropKept(keyOf(view))

export interface LoanDrafting {
  typed: Typed
  change(changed: Typed): void
  form: LoanView['form']
  /** What is wrong, by field: unreadable here, or refused by the server. */
  errors: Readonly<Record<string, string>>
  autosave: Autosave
}

const clean = (faults: Record<string, string>) => Object.keys(faults).length === 0

/**
 * The draft while it is typed: saved on the server a moment after each change, and kept here for as long as something of it is
 * not saved. Begins with what was left unsaved where the page gives it.
 */
export function useLoanDraft(view: LoanView, unsaved: Typed | undefined): LoanDrafting {
  const client = useQueryClient()
  const [typed, setTyped] = useState<Typed>(() => unsaved ?? typeOut(view))
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const live = useRef({ version: view.version, typed })
  const { form, faults } = readDraft(view.kind, typed)

  const keepOrDrop = (saved: Typed, left: Record<string, string>) => {
    if (saved === live.current.typed && clean(left)) dropKept(keyOf(view))
    else writeKept(keyOf(view), live.current)
  }
  const autosave = useAutosave(typed, {
    version: view.version,
    unsaved: unsaved !== undefined,
    save: async (content, version, key) => {
      const read = readDraft(view.kind, content)
      const saved = await saveDraft({ id: view.id, version, form: read.form, key })
      live.current.version = saved.version
      setWrong(saved.wrong)
      keepOrDrop(content, { ...saved.wrong, ...read.faults })
      return saved.version
    },
    onTried: () => void client.invalidateQueries({ queryKey: ['loan.get', { id: view.id }] }),
  })
  const change = (changed: Typed) => {
    live.current = { ...live.current, typed: { ...live.current.typed, ...changed } }
    setTyped(live.current.typed)
    writeKept(keyOf(view), live.current)
  }
  return { typed, change, form, errors: { ...wrong, ...faults }, autosave }
}
