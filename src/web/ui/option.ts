/** One answer to choose: its value, its words, and where needed a sentence that explains it. */
export interface Option {
  value: string
  zh: string
  says?: string
}
