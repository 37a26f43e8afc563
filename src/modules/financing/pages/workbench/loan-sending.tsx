import { Button, Checkbox } from 'antd'
import { useNavigate } from 'react-router'
import { useWrite } from '../../../../web/workbench/calls.ts'
import { fieldId } from '../../../../web/workbench/form/schema-field.tsx'
import { ProblemNotice } from '../../../../web/workbench/notices.tsx'
import { LoanForm } from '../../schema.ts'
import { LoanGaps } from './loan-gaps.tsx'
import type { LoanView } from './loan-view.ts'
import type { LoanDrafting } from './use-loan-draft.ts'

const { title: promise } = LoanForm.properties.truthful as { title?: string }

/** Everything that is missing by the server and everything that is wrong on the page, each field once. */
function openPoints(view: LoanView, { errors }: LoanDrafting): LoanView['gaps'] {
  const wrong = Object.entries(errors).map(([field, message]) => ({ field, code: 'wrong', message }))
  return [...wrong, ...view.gaps.filter((gap) => errors[gap.field] === undefined)]
}

/** Saves what is still on the page, then sends it on the version that was saved. */
function useSending(view: LoanView, draft: LoanDrafting, action: 'submit' | 'supply') {
  const navigate = useNavigate()
  const write = useWrite(`loan.${action}`, {
    refreshes: ['loan.get', 'case.findInbox'],
    onDone: () => void navigate(`/loans/${view.id}`),
  })
  const send = async () => {
    const version = await draft.autosave.flush()
    if (version !== undefined) write.mutate({ id: view.id, version })
  }
  return { send, pending: write.isPending, error: write.error }
}

/** Sends what was filled in, or hands the supplement back (交回补正); says what still stands in the way. */
export function LoanSending({ view, draft }: { view: LoanView; draft: LoanDrafting }) {
  const action = view.state === 'supplement' ? 'supply' : 'submit'
  const offered = view.actions.find((one) => one.action === action)
  const { send, pending, error } = useSending(view, draft, action)
  const open = openPoints(view, draft)
  return (
    <section className="send-part" aria-labelledby="send">
      <h2 id="send">核对并{offered?.button ?? '提交申请'}</h2>
      <Checkbox
        id={fieldId('truthful')}
        checked={draft.typed.truthful === 'true'}
        onChange={(event) => draft.change({ truthful: event.target.checked ? 'true' : '' })}
      >
        申请人当面确认：{promise}
      </Checkbox>
      {action === 'submit' ? (
        <p className="quiet">
          提交前请当面说明：申请资料要提供给担保机构、经办银行和财政部门，只用于办理这笔贷款。提交即记下申请人口头同意。
        </p>
      ) : null}
      <LoanGaps gaps={open} />
      <ProblemNotice error={error} />
      <Button
        type="primary"
        loading={pending}
        disabled={open.length > 0 || offered?.allowed !== true}
        aria-describedby="send-reason"
        onClick={() => void send()}
      >
        {offered?.button ?? '提交申请'}
      </Button>
      <p id="send-reason" className="quiet">
        {offered?.reason ||
          (open.length > 0
            ? `还差 ${open.length} 项，补齐后就能${offered?.button ?? '提交'}。`
            : '送出后由窗口受理，内容不能再改。')}
      </p>
    </section>
  )
}
