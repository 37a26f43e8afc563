import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { answerResults, contactWays } from '../../../kernel/ratings/schema.ts'
import { type CalendarDate, formatDate, formatInstant } from '../../../shared/dates.ts'
import type { Input as InputOf, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { useKept } from '../kept-text.ts'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { hasRole, useSession } from '../session.tsx'

type Rating = Output<'rating.get'>
type Answer = NonNullable<Rating['answer']>

const says = (instant: string) => formatInstant(new Date(instant))
const refreshes = ['rating.get', 'rating.find', 'rating.getFigures'] as const
const optionsOf = (choices: readonly { value: string; zh: string }[]) =>
  choices.map(({ value, zh }) => ({ value, label: zh }))

function Pairs({ items }: { items: readonly (readonly [term: string, value: string | null])[] }) {
  return (
    <dl className="pairs">
      {items.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className="previews__text">{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}

interface StepProps {
  ratingId: string
  version: number
  onDone(says: string): void
}

/** First step: how the rater was contacted and what they said. */
function ContactForm({ ratingId, version, onDone }: StepProps) {
  const [way, setWay] = useState<InputOf<'rating.contact'>['way']>('phone')
  const [note, keep, drop] = useKept(`rating.contact.${ratingId}`, () => '')
  const contact = useWrite('rating.contact', {
    refreshes,
    onDone: () => {
      drop()
      onDone('已记下联系的经过。接下来写给评价人的回复。')
    },
  })
  return (
    <section className="stacked-form" aria-labelledby="contact">
      <h2 id="contact">第一步：联系评价人</h2>
      <Labelled id="way" label="怎么联系的">
        <Select id="way" value={way} options={optionsOf(contactWays)} onChange={setWay} />
      </Labelled>
      <Labelled id="note" label="联系的经过" hint="对方怎么说，答应了什么。评价人看不到这一段。">
        <Input.TextArea
          id="note"
          value={note}
          maxLength={1000}
          autoSize={{ minRows: 3, maxRows: 10 }}
          onChange={(event) => keep(event.target.value)}
        />
      </Labelled>
      <ProblemNotice error={contact.error} />
      <Button
        type="primary"
        disabled={note.trim().length < 4}
        loading={contact.isPending}
        onClick={() => contact.mutate({ ratingId, version, way, note })}
      >
        记下联系的经过
      </Button>
    </section>
  )
}

/** Second step: the reply that the rater sees, and what came of it. */
function ReplyForm({ ratingId, version, onDone }: StepProps) {
  const [result, setResult] = useState<InputOf<'rating.reply'>['result']>('solved')
  const [reply, keep, drop] = useKept(`rating.reply.${ratingId}`, () => '')
  const send = useWrite('rating.reply', {
    refreshes,
    onDone: () => {
      drop()
      onDone('已回复，评价人会收到通知。')
    },
  })
  return (
    <section className="stacked-form" aria-labelledby="reply">
      <h2 id="reply">第二步：回复评价人</h2>
      <Labelled id="result" label="处理结果">
        <Select id="result" value={result} options={optionsOf(answerResults)} onChange={setResult} />
      </Labelled>
      <Labelled
        id="reply-text"
        label="给评价人的回复"
        hint="至少 10 个字：查了什么，怎么改，谢意或歉意。发出后不能改。"
      >
        <Input.TextArea
          id="reply-text"
          value={reply}
          maxLength={1000}
          autoSize={{ minRows: 3, maxRows: 10 }}
          onChange={(event) => keep(event.target.value)}
        />
      </Labelled>
      <ProblemNotice error={send.error} />
      <Button
        type="primary"
        disabled={reply.trim().length < 10}
        loading={send.isPending}
        onClick={() => send.mutate({ ratingId, version, result, reply })}
      >
        发出回复
      </Button>
    </section>
  )
}

function AnswerPart({ rating, answer, id }: { rating: Rating; answer: Answer; id: string }) {
  const { data: session } = useSession()
  const [done, setDone] = useState('')
  const mayAnswer = hasRole(session, 'administrator') && rating.answerState !== 'replied'
  const step = { ratingId: id, version: answer.version, onDone: setDone }
  return (
    <>
      {done ? <Alert type="success" showIcon role="status" title={done} /> : null}
      <section aria-labelledby="rater">
        <h2 id="rater">评价人</h2>
        <p className="quiet">只为回访，不要告诉经办人。</p>
        <Pairs
          items={[
            ['办件编号', answer.number],
            ['姓名', answer.name],
            ['手机', answer.phone],
            ['回复时限', rating.dueOn ? formatDate(rating.dueOn as CalendarDate) : null],
          ]}
        />
      </section>
      {answer.contactedAt ? (
        <section aria-labelledby="contacted">
          <h2 id="contacted">联系的经过</h2>
          <Pairs
            items={[
              ['怎么联系的', answer.contactWay],
              ['经过', answer.contactNote],
              ['时间', says(answer.contactedAt)],
            ]}
          />
        </section>
      ) : null}
      {answer.repliedAt ? (
        <section aria-labelledby="replied">
          <h2 id="replied">回复</h2>
          <Pairs
            items={[
              ['回复', answer.reply],
              ['处理结果', answer.result],
              ['时间', says(answer.repliedAt)],
            ]}
          />
        </section>
      ) : null}
      {mayAnswer && rating.answerState === 'open' ? <ContactForm {...step} /> : null}
      {mayAnswer && rating.answerState === 'contacted' ? <ReplyForm {...step} /> : null}
    </>
  )
}

/** One rating; a bad one with its rater, to be contacted and answered. */
export function RatingPage() {
  const { id = '' } = useParams()
  const { data: rating, error, refetch } = useOperation('rating.get', { ratingId: id }, { live: true })
  if (!rating) return <PageWithout what="评价" error={error} onRetry={() => void refetch()} />
  return (
    <div className="spaced">
      <title>评价 · 启创工作台</title>
      <p>
        <Link to="/ratings">好差评</Link>
      </p>
      <h1>
        {rating.starsWord}（{rating.stars} 星）
      </h1>
      <Pairs
        items={[
          ['事项', rating.serviceLabel],
          ['经办机构', rating.office],
          ['地区', rating.divisionName],
          ['哪些方面', rating.tags.join('、') || null],
          ['想说的话', rating.words],
          ['评价时间', says(rating.givenAt)],
        ]}
      />
      {rating.answer ? <AnswerPart rating={rating} answer={rating.answer} id={id} /> : null}
      {rating.bad ? null : <p className="quiet">好评不显示评价人，也不用回复。</p>}
    </div>
  )
}
