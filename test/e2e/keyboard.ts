import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

const MOST_STOPS = 80

export const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement)

/** Goes on by Tab until something has the focus, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard does not come to ${target}`)
}

/** Goes to something and presses Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Goes to a field and types. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label))
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

/** Types a day, 'YYYY-MM-DD', in the order in which this browser's date field takes its parts. */
export async function typeDay(page: Page, label: string, day: string): Promise<void> {
  const field = page.getByLabel(label)
  const [year, month, date] = day.split('-')
  await tabTo(page, field)
  await page.keyboard.type(`${month}${date}${year}`)
  if ((await field.inputValue()) === day) return
  await page.keyboard.press('Shift+Tab')
  await tabTo(page, field)
  await page.keyboard.type(`${year}${month}${date}`)
  assert.equal(await field.inputValue(), day)
}

/** Chooses one of a few answers with the arrow keys. */
export async function chooseByArrows(page: Page, question: string, answer: string | RegExp): Promise<void> {
  const group = page.getByRole('group', { name: question })
  const wanted = group.getByLabel(answer, { exact: true })
  await tabTo(page, group.getByRole('radio').first())
  await page.keyboard.press('Space')
  for (let left = await group.getByRole('radio').count(); left > 0 && !(await wanted.isChecked()); left -= 1) {
    await page.keyboard.press('ArrowDown')
  }
  assert.ok(await wanted.isChecked(), `the arrow keys come to ${answer}`)
}

/** Ticks a box with the space bar. */
export async function tickBySpace(page: Page, question: string, answer: string): Promise<void> {
  const box = page.getByRole('group', { name: question }).getByLabel(answer, { exact: true })
  await tabTo(page, box)
  await page.keyboard.press('Space')
  assert.ok(await box.isChecked())
}
