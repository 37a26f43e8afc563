import { controlAttributes, FieldNotes, type FieldProps, fieldId, OptionalWord } from './field.tsx'
import { choicesClass, type Option } from './option.ts'

/** One of a few, all in sight: radio buttons in a fieldset. The summary's link leads to the first. */
export function ChoiceField({
  options,
  inline,
  ...field
}: FieldProps & { options: readonly Option[]; inline?: boolean }) {
  const { 'aria-describedby': describedBy } = controlAttributes(field)
  return (
    <fieldset className={field.error ? 'field field--wrong' : 'field'} aria-describedby={describedBy}>
      <legend className="field__label">
        {field.label}
        <OptionalWord required={field.required} />
      </legend>
      <FieldNotes {...field} />
      <div className={inline ? 'choices choices--inline' : choicesClass(options)}>
        {options.map((option, index) => (
          <label className="choice" key={option.value}>
            <input
              id={index === 0 ? fieldId(field.name) : undefined}
              type="radio"
              name={field.name}
              value={option.value}
              defaultChecked={field.defaultValue === option.value}
              aria-invalid={field.error ? true : undefined}
            />
            <span className="choice__words">
              {option.zh}
              {option.says ? <span className="choice__says">{option.says}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
