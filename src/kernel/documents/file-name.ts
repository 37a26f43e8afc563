const LONGEST = 100

/**
 * The name of a file as we keep it: without folders, without characters that cannot be seen or that turn the direction of
 * writing, at most 100 characters, its ending kept. Empty when nothing is left.
 */
export function cleanFileName(name: string): string {
  const base = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const visible = base
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  const characters = [...visible]
  if (characters.length <= LONGEST) return visible
  const ending = endingOf(visible)
  return `${characters.slice(0, LONGEST - ending.length).join('')}${ending}`
}

/** The ending of a name with its dot, in lower case: '.pdf'; empty when it has none of one to five letters and digits. */
export function endingOf(name: string): string {
  return /(?<=.)\.[a-z0-9]{1,5}$/i.exec(name)?.[0].toLowerCase() ?? ''
}
