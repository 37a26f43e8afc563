import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router'
import { readForm } from '../../../web/forms/posted.ts'
import { appearanceCookie, withParts } from '../../../web/portal/appearance.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { safePath } from '../../../web/portal/safe-path.ts'
import { visitOf } from '../../../web/portal/visit.ts'
import { Button, Buttons } from '../../../web/ui/button.tsx'
import { ChoiceField } from '../../../web/ui/choice-field.tsx'

export const meta = () => pageMeta('显示设置', '长辈版大字、高对比度、深色。')

export function loader({ request, context }: LoaderFunctionArgs) {
  const next = safePath(new URL(request.url).searchParams.get('next'), '/')
  return { next, appearance: visitOf(context).appearance }
}

/** Keeps what was chosen in a cookie and goes back to where the reader was; a part that is not sent stays as it is. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { values } = await readForm(request)
  const chosen = withParts(visitOf(context).appearance, values)
  const cookie = appearanceCookie(chosen, new URL(request.url).protocol === 'https:')
  return redirect(safePath(values.next, '/'), { status: 303, headers: { 'set-cookie': cookie } })
}

export default function AppearancePage() {
  const { next, appearance } = useLoaderData<typeof loader>()
  return (
    <Page title="显示设置" lead="怎么看得清楚就怎么选。选好后，这台设备会一直记得。">
      <form method="post" className="stack">
        <input type="hidden" name="next" value={next} />
        <ChoiceField
          label="字的大小"
          name="size"
          required
          defaultValue={appearance.size}
          options={[
            { value: 'usual', zh: '标准' },
            { value: 'elder', zh: '长辈版', says: '字大、按钮大、话少' },
          ]}
        />
        <ChoiceField
          label="对比度"
          name="contrast"
          required
          defaultValue={appearance.contrast}
          options={[
            { value: 'usual', zh: '标准' },
            { value: 'more', zh: '高对比度', says: '黑白分明，线条更粗' },
          ]}
        />
        <ChoiceField
          label="明暗"
          name="theme"
          required
          defaultValue={appearance.theme}
          options={[
            { value: 'auto', zh: '跟随手机或电脑的设置' },
            { value: 'light', zh: '浅色' },
            { value: 'dark', zh: '深色' },
          ]}
        />
        <Buttons>
          <Button>保存显示设置</Button>
        </Buttons>
      </form>
    </Page>
  )
}
