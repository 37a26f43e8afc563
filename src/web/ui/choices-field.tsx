import { controlAttributes, FieldNotes, type FieldProps, fieldId, OptionalWord } from './field.tsx'
import { choiceName, choicesClass, NONE, type Option } from './option.ts'

interface ChoicesFieldProps extends Omit<FieldProps, 'defaultValue'> {
  options: readonly Option[]
  /** Words of the box that chooses nothing; without it there is no such box. */
  none?: string | undefined
  /** The boxes ticked at first, by value. */
  chosen: readonly string[]
}

/** Any number of a few, all in sight: check boxes in a fieldset. The summary's link leads to the first. */
export function ChoicesField({ options, none, chosen, ...field }: ChoicesFieldProps) {
  const { 'aria-describedby': describedBy } = controlAttributes(field)
  const boxes = none ? [...options, { value: NONE, zh: none }] : options
  return (
    <fieldset className={field.error ? 'field field--wrong' : 'field'} aria-describedby={describedBy}>
      <legend className="field__label">
        {field.label}
        <OptionalWord required={field.required} />
      </legend>
      <FieldNotes {...field} />
      <div className={choicesClass(boxes)}>
        {boxes.map((option, index) => (
          <label className="choice" key={option.value}>
            <input
              id={index === 0 ? fieldId(field.name) : undefined}
              type="checkbox"
              name={choiceName(field.name, option.value)}
              value="true"
              defaultChecked={chosen.includes(option.value)}
            />
            <span className="choice__words">{option.zh}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
