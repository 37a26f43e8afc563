import { Link } from 'react-router'
import { mediumNames } from '../../../kernel/notifications/template-text.ts'
import { formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { Sign } from '../../ui/sign.tsx'
import { useOperation } from '../calls.ts'
import { PageWithout } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'

type Template = Output<'noticeTemplate.find'>['items'][number]

const mediaIn = ({ notice, media }: Template) =>
  [...(notice ? ['站内'] : []), ...media.map((medium) => mediumNames[medium])].join('、')

function Standing({ template }: { template: Template }) {
  if (template.outdated) {
    return (
      <span className="due due--bad">
        <Sign tone="bad" />
        修改已不适用，正用系统自带的，请重新修改
      </span>
    )
  }
  return template.edited && template.releasedAt
    ? `已修改，${formatInstant(new Date(template.releasedAt))}发布`
    : '系统自带'
}

function TemplateRow({ template }: { template: Template }) {
  return (
    <tr>
      <td>
        <Link to={`/notice-templates/${encodeURIComponent(template.code)}`}>{template.zh}</Link>
      </td>
      <td>{template.topic}</td>
      <td>{mediaIn(template)}</td>
      <td>{template.urgent ? '随时' : '避开免打扰'}</td>
      <td>
        <Standing template={template} />
      </td>
      <td>
        {template.waiting ? (
          <span className="due due--warn">
            <Sign tone="warn" />
            有修改等待发布
          </span>
        ) : (
          '—'
        )}
      </td>
    </tr>
  )
}

/** Every kind of notice, and how its wording stands; those that wait for someone come first. */
export function TemplatesPage() {
  const { data, error, refetch } = useOperation('noticeTemplate.find', {}, { live: true })
  if (!data) return <PageWithout what="通知模板" error={error} onRetry={() => void refetch()} />
  const items = data.items.toSorted((one, other) => Number(other.waiting) - Number(one.waiting))
  return (
    <div>
      <title>通知模板 · 启创工作台</title>
      <div className="page-head">
        <div>
          <h1>通知模板</h1>
          <p className="quiet">发给群众的每一类通知怎么写。一个人修改，另一个人核对后发布，才会用到。</p>
        </div>
      </div>
      <PlainTable label="通知模板">
        <thead>
          <tr>
            {['通知', '类别', '渠道', '什么时候发', '现在用的文字', '等待发布'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((template) => (
            <TemplateRow key={template.code} template={template} />
          ))}
        </tbody>
      </PlainTable>
    </div>
  )
}
