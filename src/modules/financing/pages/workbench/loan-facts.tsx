import { Link } from 'react-router'
import { describeField, type FieldSchema } from '../../../../kernel/forms/field-schema.ts'
import { kernelTerms } from '../../../../kernel/glossary/terms.ts'
import { verificationWords } from '../../../../web/workbench/people/person-words.ts'
import { VerifyPerson } from '../../../../web/workbench/people/verify-person.tsx'
import { LoanForm } from '../../schema.ts'
import { fieldsOf, isBesidePoint, schemasOf, sectionsOf } from '../components/loan-sections.ts'
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
  const { enterprise } = applicant
  return (
    <section aria-labelledby="applicant">
      <h2 id="applicant">申请人</h2>
      <dl className="pairs">
        <Pair term={enterprise ? '企业' : '姓名'} value={applicant.name ?? ''} />
        {enterprise ? null : (
          <Pair term="证件" value={applicant.identityKind ? kernelTerms[applicant.identityKind].zh : ''} />
        )}
        <Pair term={enterprise ? '信用代码' : '证件号码'} value={applicant.identity ?? ''} />
        {enterprise ? (
          <>
            <Pair term="企业类型" value={enterprise.legalFormLabel} />
            <Pair term="所属行业" value={enterprise.industryLabel} />
          </>
        ) : (
          <Pair term="手机号" value={applicant.phone ?? ''} />
        )}
        <Pair term="实名" value={verificationWords[applicant.verification]} />
      </dl>
      {clerk && !enterprise && applicant.verification !== 'verified' ? (
        <VerifyPerson person={{ ...applicant, id: applicant.partyId }} refreshes={['loan.get']} />
      ) : null}
      <p>
        <Link to={`${enterprise ? '/enterprises' : '/people'}/${applicant.partyId}`}>打开申请人的档案</Link>
      </p>
    </section>
  )
}

/** The form as it was filled in, in the words of its schema. */
export function FormFacts({ form, kind }: Pick<LoanView, 'form' | 'kind'>) {
  return (
    <section aria-labelledby="form">
      <h2 id="form">申请表</h2>
      <dl className="pairs">
        {sectionsOf(kind).flatMap((section) => {
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

/** What else fitted or was near, as the applicant sees it too. */
function NearestAlternatives({ alternatives }: Pick<LoanView, 'alternatives'>) {
  if (alternatives.length === 0) return null
  return (
    <>
      <h3>最接近的其他办法</h3>
      <ul className="plain-list">
        {alternatives.map((one) => (
          <li key={one.code}>
            <strong>{one.title}</strong>：{one.says}
            {one.conditions.map((condition) => condition.why).join('；')}
          </li>
        ))}
      </ul>
    </>
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
        <NearestAlternatives alternatives={view.alternatives} />
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
