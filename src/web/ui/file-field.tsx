import { controlAttributes, Field, type FieldProps } from './field.tsx'

/**
 * One file. Its form is posted as multipart/form-data, and every other field stands before it: the server reads the parts as
 * they come and passes the file on without keeping it.
 */
export function FileField({ accept, ...field }: FieldProps & { accept?: string }) {
  return (
    <Field {...field}>
      <input {...controlAttributes(field)} className="input input--full" type="file" accept={accept} />
    </Field>
  )
}
