/** One answer to choose: its value, its words, and where needed a sentence that explains it. */
export interface Option {
  value: string
  zh: string
  says?: string
}

const MANY = 6

/** More answers than fit a glance stand in columns where there is room. */
export const choicesClass = (options: readonly Option[]): string =>
  options.length > MANY ? 'choices choices--many' : 'choices'
