import { controlAttributes, FieldNotes, type FieldProps } from './field.tsx'

/** One thing to say yes to; sends `true` when ticked and nothing when not. Ticked at first when `defaultValue` is 'true'. */
export function CheckField(field: FieldProps) {
  return (
    <div className={field.error ? 'field field--wrong' : 'field'}>
      <FieldNotes {...field} />
      <label className="choice">
        <input
          {...controlAttributes(field)}
          type="checkbox"
          value="true"
          defaultChecked={field.defaultValue === 'true'}
        />
        <span className="choice__words">{field.label}</span>
      </label>
    </div>
  )
}
