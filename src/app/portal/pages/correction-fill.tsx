import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Problem } from '../../../web/api/portal-api.ts'
import { type CorrectionItem, itemOf, schemasOf, typeItems, wrongName } from '../../../web/case/correction-fields.ts'
import { readField } from '../../../web/forms/field-schema.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { type Posted, readForm } from '../../../web/forms/posted.ts'
import { errorsByField, refuseFaults, refuseForm } from '../../../web/forms/refused-form.ts'
import { SchemaField } from '../../../web/forms/schema-field.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { tryOperation } from '../../../web/portal/visit.ts'
import { Button, Buttons } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { TextAreaField } from '../../../web/ui/text-area-field.tsx'
import { correctionPath, correctionTrail, getEditable } from './components/correction-page.ts'

export const meta = () => pageMeta('填写正确的内容', '一项一项写清楚：哪里不对，正确的是什么。')

export async function loader(args: LoaderFunctionArgs) {
  return { view: await getEditable(args) }
}

function readItem(posted: Posted, item: CorrectionItem) {
  const values = Object.entries(schemasOf(item)).map(([name, schema]) => [name, readField(posted, name, schema)])
  return itemOf(item, Object.fromEntries(values), posted.text(wrongName(item)))
}

/** What was typed stays in the fields, so that saving once more is enough. */
const explain = (problem: Problem): Problem =>
  problem.code === 'stale' ? { ...problem, detail: '您刚才填的还在下面。请核对一遍，再按一次保存。' } : problem

export async function action(args: ActionFunctionArgs) {
  const view = await getEditable(args)
  const posted = await readForm(args.request)
  const items = view.items.map((item) => readItem(posted, item))
  if (posted.faults.length > 0) return refuseFaults(posted)
  const input = { id: view.id, version: Number(posted.values.version), form: { items } }
  const outcome = await tryOperation(args.context, 'correction.saveDraft', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, { ...outcome, problem: explain(outcome.problem) })
  throw redirect(correctionPath(view.id, '/send'), 303)
}

interface ItemFieldsProps {
  item: CorrectionItem
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
}

function ItemFields({ item, values, errors }: ItemFieldsProps) {
  const wrong = wrongName(item)
  return (
    <Card title={item.zh}>
      <p>
        现在登记的：<strong>{item.now ?? '没有登记'}</strong>
      </p>
      {Object.entries(schemasOf(item)).map(([name, schema]) => (
        <SchemaField
          key={name}
          name={name}
          schema={schema}
          values={values}
          error={errors[name]}
          errors={errors}
          folded
        />
      ))}
      <TextAreaField
        name={wrong}
        label={`${item.zh}错在哪里，为什么`}
        hint="一两句话，例如：登记时把“扬”写成了“杨”；换了新号码"
        rows={2}
        maxLength={300}
        defaultValue={values[wrong]}
        error={errors[wrong]}
      />
    </Card>
  )
}

/** What is wrong and what is right, of each of the chosen data. */
export default function CorrectionFillPage() {
  const { view } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const known = typeItems(view.items)
  return (
    <Page title="填写正确的内容" lead="一项一项写清楚。下一步上传证明，再提交。" trail={correctionTrail(view)}>
      <FormProblem refused={refused} />
      <form method="post" className="form" noValidate>
        <IdempotencyKey />
        <input type="hidden" name="version" value={view.version} />
        <div className="stack">
          {view.items.map((item) => (
            <ItemFields
              key={item.target}
              item={item}
              values={refused?.values ?? known}
              errors={errorsByField(refused)}
            />
          ))}
        </div>
        {view.state === 'draft' ? (
          <p>
            <a href="/me/corrections/new">增减要更正的项目</a>
          </p>
        ) : null}
        <Buttons>
          <Button>保存，下一步上传证明</Button>
        </Buttons>
      </form>
    </Page>
  )
}
