import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { useOperation, useWrite } from '../calls.ts'
import { PageWithout, ProblemNotice } from '../notices.tsx'

/** At the window: which of a person's or an enterprise's data are wrong. */
export function CorrectionOpenPage() {
  const { partyId = '' } = useParams()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { data: choices, error, refetch } = useOperation('correction.findChoices', { partyId })
  const open = useWrite('correction.open', {
    refreshes: ['case.findInbox', 'person.get', 'enterprise.get', 'correction.findChoices'],
    onDone: ({ id }) => void navigate(`/corrections/${id}/form`),
  })
  if (!choices) return <PageWithout what="档案" error={error} onRetry={() => void refetch()} />
  return (
    <div className="narrow">
      <title>为服务对象申请更正 · 启创工作台</title>
      <h1>为服务对象申请更正</h1>
      {choices.open ? (
        <p>
          已有一件正在办理：
          <Link to={`/corrections/${choices.open.id}`}>{choices.open.number}</Link>
        </p>
      ) : null}
      <ProblemNotice error={open.error} />
      <fieldset className="choose">
        <legend>哪几项写错了，或者不全</legend>
        {choices.items.map(({ target, zh, now, byCase }) => (
          <p key={target}>
            <Checkbox
              disabled={!byCase}
              checked={chosen.includes(target)}
              onChange={({ target: { checked } }) =>
                setChosen(checked ? [...chosen, target] : chosen.filter((one) => one !== target))
              }
            >
              {zh}：{now ?? '没有登记'}
            </Checkbox>
            {byCase ? null : <span className="quiet">还没有核验，请在档案里对照证件核验，同时改正</span>}
          </p>
        ))}
      </fieldset>
      <Button
        type="primary"
        disabled={chosen.length === 0 || choices.open !== null}
        loading={open.isPending}
        onClick={() => open.mutate({ partyId, targets: [...chosen] })}
      >
        下一步，填写正确的内容
      </Button>
      <p className="quiet">您替申请人交的，要由另一位窗口人员核对后决定。</p>
    </div>
  )
}
