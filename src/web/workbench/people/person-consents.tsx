import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import { formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice, Waiting } from '../notices.tsx'

type Purpose = Output<'person.getConsents'>['purposes'][number]

const standings = { given: '已同意', withdrawn: '已撤回' } as const
const forms = { spoken: '口头', paper: '书面' } as const

function saysOf({ standing, version, current, at }: Purpose): string {
  if (standing === null || at === null) return '没有表示过'
  const older = version !== null && version < current ? `（第 ${version} 版，现在是第 ${current} 版）` : ''
  return `${standings[standing]}${older}，${formatInstant(new Date(at))}`
}

/** What the person before the clerk has signed or said; of what is asked with each application the application takes it down. */
function TakeDown({ id, purposes }: { id: string; purposes: readonly Purpose[] }) {
  const field = useId()
  const asked = purposes.filter(({ withCase }) => !withCase)
  const [purpose, setPurpose] = useState(asked[0]?.purpose)
  const [form, setForm] = useState<keyof typeof forms>('spoken')
  const takeDown = useWrite('person.takeDownConsent', { refreshes: ['person.getConsents'] })
  const chosen = asked.find((one) => one.purpose === purpose)
  if (!chosen) return null
  const send = (given: boolean) =>
    takeDown.mutate({ id, purpose: chosen.purpose, version: chosen.current, given, form })
  return (
    <div className="confirm">
      <ProblemNotice error={takeDown.error} />
      <Labelled id={`${field}purpose`} label="哪一项">
        <Select
          id={`${field}purpose`}
          value={chosen.purpose}
          options={asked.map((one) => ({ value: one.purpose, label: one.title }))}
          onChange={setPurpose}
        />
      </Labelled>
      <Labelled id={`${field}form`} label="本人怎样表示的">
        <Select
          id={`${field}form`}
          value={form}
          options={Object.entries(forms).map(([value, label]) => ({ value, label }))}
          onChange={(value) => setForm(value as keyof typeof forms)}
        />
      </Labelled>
      <div className="act__buttons">
        <Button type="primary" loading={takeDown.isPending} onClick={() => send(true)}>
          登记同意
        </Button>
        <Button loading={takeDown.isPending} onClick={() => send(false)}>
          登记撤回
        </Button>
      </div>
    </div>
  )
}

/** What a person has agreed to, and for a clerk the place to take down what they say at the window. */
export function PersonConsents({ id, clerk }: { id: string; clerk: boolean }) {
  const { data, error, refetch } = useOperation('person.getConsents', { id })
  const [open, setOpen] = useState(false)
  return (
    <section aria-labelledby="consents">
      <h2 id="consents">同意</h2>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <>
          <dl className="pairs">
            {data.purposes.map((purpose) => (
              <div key={purpose.purpose}>
                <dt>{purpose.title}</dt>
                <dd>{saysOf(purpose)}</dd>
              </div>
            ))}
          </dl>
          {clerk && !open ? <Button onClick={() => setOpen(true)}>登记同意或撤回</Button> : null}
          {clerk && open ? <TakeDown id={id} purposes={data.purposes} /> : null}
        </>
      ) : (
        <Waiting what="同意记录" />
      )}
    </section>
  )
}
