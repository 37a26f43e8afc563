import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import type { OpenedPage } from '../browser.ts'
import { arrive } from './applicant.ts'
import { actAtDesk, logInAtDesk, sendAct } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'

const title = '宜昌市个人创业担保贷款实施办法（2026年演示版）'
const old = '宜昌市个人创业担保贷款实施办法'
const text = `第一条 适用对象
在宜昌市创业的登记失业人员、高校毕业生和退役军人。
第二条 额度和期限
个人最高 30 万元，最长三年。
环节\t时限
窗口受理\t3 个工作日
资格审核\t7 个工作日`

async function pick(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click()
  await page.getByRole('combobox', { name: field, exact: true }).fill(option)
  await page.getByTitle(option, { exact: true }).last().click()
}

/** Takes an action that leads away from the page of editing. */
async function actOnward(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('region', { name: button }).getByRole('button', { name: button, exact: true }).click()
}

/** A policy from its collection to its publication, by two editors, and what it replaces: the old one says so everywhere. */
describe('a policy from collection to publication, and its replacement', () => {
  let house: House
  let writer: OpenedPage
  let second: OpenedPage
  let reader: OpenedPage
  let slug: string

  before(async () => {
    house = await openHouse()
    writer = await house.openAtDesk()
    second = await house.openAtDesk()
    reader = await house.open({ javaScript: false })
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('is collected with its source; what it is like is told', async () => {
    const { page } = writer
    await logInAtDesk(page, 'editor1', '政策编审')
    await page.getByRole('link', { name: /待审核/ }).waitFor()
    await picture(page, 'publishing-1-desk')
    await page.getByRole('button', { name: '收集政策' }).click()
    await arrive(page, '收集政策')
    await page.getByLabel('标题', { exact: true }).fill(title)
    await page.getByLabel('来源说明').fill('市人社局来文（演示）')
    await page.getByText('可能已经有这份政策了').waitFor()
    await page.getByRole('textbox', { name: '原文' }).fill(text)
    await page.getByLabel(/不是同一份，仍要收集/).check()
    await picture(page, 'publishing-2-collect')
    await page.getByRole('button', { name: '收集，去整理' }).click()
    await page.getByRole('heading', { level: 1, name: /编辑：宜昌市/ }).waitFor()
    slug = /policies\/([\w-]+)\/edit/.exec(page.url())?.[1] ?? ''
    assert.match(slug, /^policy-\d{4}-\d+$/)
  })

  step('is put in order, saved as it is typed, with its gaps in sight', async () => {
    const { page } = writer
    await page.getByText(/送审前还差 \d+ 项/).waitFor()
    await page.getByLabel('文号').fill('演示宜文〔2026〕77号')
    await page.getByLabel('发文机关').fill('宜昌市人力资源和社会保障局（演示）')
    await pick(page, '层级', '市级')
    await pick(page, '适用地区', '宜昌市')
    await pick(page, '主题', '创业贷款')
    await page.getByLabel('发布日期').fill('2026-11-02')
    await page.getByLabel('施行日期').fill('2026-11-10')
    await page.getByLabel('有效期至').fill('2031-11-09')
    await page.getByRole('combobox', { name: '哪份政策' }).fill('个人创业担保贷款实施办法')
    await page.getByTitle(old, { exact: true }).last().click()
    await page.getByText(`废止并代替《${old}》`).waitFor()
    await page.getByText('已保存到服务器').waitFor()
    await picture(page, 'publishing-3-edit')
    await actOnward(page, '整理完成，开始编辑')
    await page.getByRole('button', { name: '送审', exact: true }).waitFor()
  })

  step('is edited, previewed and handed in; its writer may not review it', async () => {
    const { page } = writer
    await page.getByLabel('谁能享受').fill('在宜昌创业的登记失业人员、高校毕业生、退役军人。')
    await page.getByLabel('给多少').fill('个人最高 30 万元，最长三年。')
    await page.getByLabel('多久办好').fill('受理 3 个工作日，审核 7 个工作日。')
    await page.getByLabel('去哪办').fill('本平台网上申请，或到创业地的服务窗口。')
    await page.getByLabel('带什么').fill('身份证\n营业执照')
    await page.getByLabel('第 1 段：小标题').fill('第一条 适用范围')
    await page.getByText('都齐了。').waitFor()
    await page.getByRole('heading', { name: '第一条 适用范围' }).waitFor()
    await actOnward(page, '送审')
    await page.getByRole('link', { name: '看这份政策稿的全貌' }).waitFor({ state: 'detached' })
    await page.getByText('请由另一位信息员审核').first().waitFor()
    assert.ok(await page.getByRole('button', { name: '审核通过并发布' }).isDisabled())
  })

  step('is returned by the second editor with what has to be changed, and handed in again', async () => {
    const { page } = second
    await logInAtDesk(page, 'editor2', '政策编审')
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('button', { name: '退回修改' }).click()
    await page.getByLabel('第 1 条：哪一处').fill('政策卡片')
    await page.getByLabel('要怎么改').fill('“带什么”写上经营场所证明。')
    assert.deepEqual(await findFaultsAsItStands(second), [])
    await picture(page, 'publishing-4-return')
    await sendAct(page, '退回修改', '已办：退回修改')
    await writer.page.goto(`/workbench/policies/${slug}/edit`)
    await writer.page.getByText('“带什么”写上经营场所证明。').waitFor()
    await writer.page.getByLabel('带什么').fill('身份证\n营业执照\n经营场所证明')
    await writer.page.getByText('已保存到服务器').waitFor()
    await actOnward(writer.page, '送审')
    await writer.page.getByText('请由另一位信息员审核').first().waitFor()
  })

  step('is published by the second, and readers see it at once', async () => {
    const { page } = second
    await page.goto(`/workbench/policies/${slug}`)
    await page.getByText('经营场所证明').first().waitFor()
    await picture(page, 'publishing-5-review')
    await actAtDesk(page, '审核通过并发布', '已办：审核通过并发布')
    await reader.page.goto(`/policies/${slug}`)
    await arrive(reader.page, title)
    await reader.page.getByText('经营场所证明').waitFor()
    await reader.page.getByRole('cell', { name: '7 个工作日' }).waitFor()
    await picture(reader.page, 'publishing-6-published')
  })

  step(
    'replaces the old one, which says so on its page, in the list, in the search and where it is cited',
    async () => {
      const { page } = reader
      await page.getByRole('link', { name: `《${old}》` }).waitFor()
      await page.getByText('（已被替代）').waitFor()
      await page.goto('/policies/yichang-guaranteed-loan-2024')
      await page.getByText('这份政策已被替代').waitFor()
      await page
        .getByRole('link', { name: `《${title}》` })
        .first()
        .waitFor()
      await picture(page, 'publishing-7-replaced')
      await page.goto('/policies?standing=replaced&topic=loan')
      await page.getByRole('article').filter({ hasText: old }).filter({ hasText: '已被替代' }).first().waitFor()
      await page.goto(`/search?q=${encodeURIComponent(old)}`)
      await page.getByText('（已被替代）').first().waitFor()
    },
  )

  step('shows what its versions changed, word by word', async () => {
    const { page } = reader
    await page.goto('/policies/yichang-guaranteed-loan-2024/versions')
    await page.getByRole('heading', { name: '第 2 版比第 1 版改了什么' }).waitFor()
    await page.getByRole('insertion').filter({ hasText: '各环节办理时限' }).first().waitFor()
    await picture(page, 'publishing-8-versions')
    await page.getByRole('link', { name: '左右对照看' }).click()
    await page.getByRole('columnheader', { name: '第 1 版' }).waitFor()
  })

  step('is taken down with the reason, and its address keeps answering', async () => {
    const { page } = writer
    await page.goto(`/workbench/policies/${slug}`)
    await page.getByRole('button', { name: '撤下' }).click()
    await page.getByLabel('原因').fill('演示结束，恢复原来的办法。')
    await sendAct(page, '撤下', '已办：撤下')
    // A reader's browser may keep a page for a minute; this is another one's.
    const later = await house.open({ javaScript: false })
    await later.page.goto(`/policies/${slug}`)
    await later.page.getByText('演示结束，恢复原来的办法。').waitFor()
    assert.equal(await later.page.getByText('经营场所证明').count(), 0)
    await picture(later.page, 'publishing-9-taken-down')
    await later.page.goto('/policies/yichang-guaranteed-loan-2024')
    await later.page.getByText('现行有效').first().waitFor()
    assert.deepEqual(later.complaints, [])
  })

  step('has made none of the pages complain', async () => {
    assert.deepEqual([...writer.complaints, ...second.complaints, ...reader.complaints], [])
  })
})
