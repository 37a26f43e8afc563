/** What a reader of cells may look things up in, read once for a whole file. */
export interface ReadingContext {
  /** Codes of divisions by code and by name, as far as the importer reaches. */
  divisions: ReadonlyMap<string, string>
  /** Offices in reach, by name; likewise institutions. */
  offices: ReadonlyMap<string, string>
  institutions: ReadonlyMap<string, string>
}

/** What a cell's text means, or, in Chinese, why it means nothing. */
export type Reading = { value: unknown } | { fault: string }

export interface ImportColumn {
  key: string
  /** Its heading in the template. */
  zh: string
  /** Other headings under which it is known, compared without spaces and marks. */
  synonyms: readonly string[]
  required: boolean
  /** An example for the template, invented. */
  example: string
  /** Its text unless told otherwise. */
  read?(text: string, context: ReadingContext): Reading
}

/** Something that can be imported from a spreadsheet: its columns, and the operation that writes one row. */
export interface ImportKind {
  kind: string
  zh: string
  /** Name of the operation that writes one row; who may call it may import. */
  operation: string
  columns: readonly ImportColumn[]
  /** Columns whose value no two rows may share. */
  unique: readonly string[]
  /** What does not fit together in a row, in Chinese. */
  check?(values: Readonly<Record<string, unknown>>): readonly string[]
  /** The operation's input from a row's values; columns left empty are absent. */
  toInput(values: Readonly<Record<string, unknown>>): object
}

const LOST_DIGITS = /^\d(?:\.\d+)?E\+\d{2}$/i

/** Reads a number written as text, such as a phone's or an identity paper's; Excel may have made a figure of it and lost digits. */
export const readDigits = (text: string): Reading =>
  LOST_DIGITS.test(text)
    ? { fault: '号码被表格当成了数字，末尾几位已经丢失，请把这一列设成“文本”后重新填写' }
    : { value: text.replaceAll(/[\s-]/g, '') }

/** Reads a division by its code or its name. */
export function readDivision(text: string, { divisions }: ReadingContext): Reading {
  const code = divisions.get(text) ?? divisions.get(text.replaceAll(/\s/g, ''))
  return code ? { value: code } : { fault: `没有“${text}”这个地区，或不在您负责的辖区内，请填区划代码或全名` }
}

/** Reads one of these words. */
export const readChoice =
  (choices: Readonly<Record<string, string>>) =>
  (text: string): Reading => {
    const value = choices[text]
    return value ? { value } : { fault: `“${text}”不在可选的范围内，可以填：${Object.keys(choices).join('、')}` }
  }
