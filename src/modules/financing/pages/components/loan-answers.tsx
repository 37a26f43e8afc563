import { describeField } from '../../../../kernel/forms/field-schema.ts'
import { Facts } from '../../../../web/ui/facts.tsx'
import { fieldId } from '../../../../web/ui/field.tsx'
import { type LoanView, loanPath } from './loan-page.ts'
import { fieldsOf, isBesidePoint, type LoanSection, labelOf, schemasOf } from './loan-sections.ts'

/** Where one field of the application is changed, and whence the reader comes back to the check. */
export const fieldHref = (id: string, section: LoanSection, field: string) =>
  loanPath(id, `/apply/${section.id}?back=check#${fieldId(field)}`)

/** What was filled in, in words, part by part; with links that change each answer while that is possible. */
export function LoanAnswers({ loan, section, editable }: { loan: LoanView; section: LoanSection; editable: boolean }) {
  const schemas = schemasOf(section)
  const asked = fieldsOf(section).filter((field) => !isBesidePoint(schemas[field] ?? {}, loan.form))
  const items = asked.map((field) => {
    const term = labelOf(section, field)
    const said = describeField(schemas[field] ?? {}, loan.form[field], section.fields[field]?.truth)
    return {
      term,
      value: said || <span className="missing">还没有填写</span>,
      ...(editable
        ? { change: { href: fieldHref(loan.id, section, field), says: `${said ? '修改' : '填写'}${term}` } }
        : {}),
    }
  })
  return <Facts items={items} />
}
