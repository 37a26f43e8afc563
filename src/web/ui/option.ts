/** One answer to choose: its value, its words, and where needed a sentence that explains it. */
export interface Option {
  value: string
  zh: string
  says?: string
}

/** The box that says 「没有」: an empty choice that was meant, told apart from no answer. */
export const NONE = 'none'

/** The name under which one box of a field with several is sent. */
export const choiceName = (field: string, value: string) => `${field}.${value}`

const MANY = 6

/** More answers than fit a glance stand in columns where there is room. */
export const choicesClass = (options: readonly Option[]): string =>
  options.length > MANY ? 'choices choices--many' : 'choices'
