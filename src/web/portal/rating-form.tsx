import { MOST_WORDS, ratingTags, type Stars, starWords } from '../../kernel/ratings/schema.ts'
import { FormProblem } from '../forms/form-problem.tsx'
import { IdempotencyKey } from '../forms/idempotency-key.tsx'
import type { Posted } from '../forms/posted.ts'
import { errorsByField, type RefusedForm } from '../forms/refused-form.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { ChoiceField } from '../ui/choice-field.tsx'
import { ChoicesField } from '../ui/choices-field.tsx'
import { choiceName } from '../ui/option.ts'
import { TextAreaField } from '../ui/text-area-field.tsx'

const best: readonly Stars[] = [5, 4, 3, 2, 1]
const stars = best.map((count) => ({ value: String(count), zh: `${starWords[count]}（${count} 星）` }))
const TAGS = 'tags'

const chosenIn = (values: Record<string, string> | undefined) =>
  ratingTags.filter(({ value }) => values?.[choiceName(TAGS, value)]).map(({ value }) => value)

/** What is missing of a posted rating form, in the words of its page. */
export const findRatingFaults = (posted: Posted) =>
  posted.text('stars') ? [] : [{ field: 'stars', code: 'required', message: '这次办得怎么样：请选一个。' }]

/** What a posted rating form says, as the operations take it. */
export const readRating = (posted: Posted) => ({
  stars: Number(posted.values.stars ?? 0),
  tags: chosenIn(posted.values),
  words: posted.text('words'),
})

/** Stars, and if one wishes tags and words; works without script. */
export function RatingForm({ refused }: { refused: RefusedForm | undefined }) {
  const errors = errorsByField(refused)
  const typed = refused?.values
  return (
    <form className="form" method="post" noValidate>
      <IdempotencyKey />
      <FormProblem refused={refused} />
      <ChoiceField
        label="这次办得怎么样"
        name="stars"
        options={stars}
        defaultValue={typed?.stars}
        error={errors.stars}
        required
      />
      <ChoicesField label="哪些方面（可多选）" name={TAGS} options={ratingTags} chosen={chosenIn(typed)} />
      <TextAreaField
        label="想说的话"
        name="words"
        maxLength={MOST_WORDS}
        hint="请不要写别人的姓名和号码。加密保存，经办人看不到是谁评的。"
        defaultValue={typed?.words}
        error={errors.words}
      />
      <Buttons>
        <Button>提交评价</Button>
      </Buttons>
      <p className="muted small">提交以后不能改，可以补充。不满意的，管理员会联系您，并把处理结果告诉您。</p>
    </form>
  )
}
