import { Link } from 'react-router'
import { kernelTerms } from '../../../../kernel/glossary/terms.ts'
import { describeField, type FieldSchema } from '../../../../web/forms/field-schema.ts'
import { verificationWords } from '../../../../web/workbench/people/person-words.ts'
import { VerifyPerson } from '../../../../web/workbench/people/verify-person.tsx'
import { LoanForm } from '../../schema.ts'
import { fieldsOf, isBesidePoint, loanSections, schemasOf } from '../components/loan-sections.ts'
import type { LoanView } from './loan-view.ts'

const truthful = LoanForm.properties.truthful as unknown as FieldSchema

function Pair({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value || <span className="quiet">未填写</span>}</dd>
    </div>
  )
}

/** Who applies, in full, with the way to their file; a clerk verifies the real name right here. */
export function ApplicantFacts({ view, clerk }: { view: LoanView; clerk: boolean }) {
  const { applicant } = view
  return (
    <section aria-labelledby="applicant">
      <h2 id="applicant">申请人</h2>
      <dl className="pairs">
        <Pair term="姓名" value={applicant.name ?? ''} />
        <Pair term="证件" value={applicant.identityKind ? kernelTerms[applicant.identityKind].zh : ''} />
        <Pair term="证件号码" value={applicant.identity ?? ''} />
        <Pair term="手机号" value={applicant.phone ?? ''} />
        <Pair term="实名" value={verificationWords[applicant.verification]} />
      </dl>
      {clerk && applicant.verification !== 'verified' ? (
        <VerifyPerson person={{ ...applicant, id: applicant.partyId }} refreshes={['loan.get']} />
      ) : null}
      <p>
        <Link to={`/people/${applicant.partyId}`}>打开申请人的档案</Link>
      </p>
    </section>
  )
}

/** The form as it was filled in, in the words of its schema. */
export function FormFacts({ form }: Pick<LoanView, 'form'>) {
  return (
    <section aria-labelledby="form">
      <h2 id="form">申请表</h2>
      <dl className="pairs">
        {loanSections.flatMap((section) => {
          const schemas = schemasOf(section)
          return fieldsOf(section)
            .filter((field) => !isBesidePoint(schemas[field] ?? {}, form))
            .map((field) => (
              <Pair
                key={field}
                term={schemas[field]?.title ?? field}
                value={describeField(schemas[field] ?? {}, form[field], section.fields[field]?.truth)}
              />
            ))
        })}
        <Pair term="承诺" value={form.truthful ? (truthful.title ?? '') : ''} />
      </dl>
    </section>
  )
}

/** What was decided or asked, in the words it was told. */
export function Outcome({ view }: { view: LoanView }) {
  const { asked, refusal, recommendation } = view
  if (asked.length > 0) {
    return (
      <section className="outcome" aria-labelledby="outcome">
        <h2 id="outcome">已一次性告知补正</h2>
        <ul className="plain-list">
          {asked.map(({ item, says }) => (
            <li key={item}>
              <strong>{item}</strong>：{says}
            </li>
          ))}
        </ul>
      </section>
    )
  }
  if (refusal) {
    return (
      <section className="outcome" aria-labelledby="outcome">
        <h2 id="outcome">已驳回</h2>
        <dl className="pairs">
          <Pair term="理由" value={refusal.reason} />
          <Pair term="依据" value={refusal.article} />
          <Pair term="出路" value={refusal.wayOut} />
        </dl>
      </section>
    )
  }
  if (!recommendation) return null
  return (
    <section className="outcome" aria-labelledby="outcome">
      <h2 id="outcome">已推荐</h2>
      <dl className="pairs">
        <Pair term="推荐金额" value={describeField({ 'x-kind': 'fen' }, recommendation.amount)} />
        <Pair term="推荐期限" value={`${recommendation.months} 个月`} />
        <Pair term="审核意见" value={recommendation.opinion} />
      </dl>
    </section>
  )
}
