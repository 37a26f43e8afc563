import { emptyContent } from '../src/modules/information/service/content.ts'
import { xiling } from '../test/city.ts'
import type { Desk } from './xss-plant.ts'

/** A policy that two editors brought to its readers, and one that was sent back and discarded. */
export async function makePolicies({ city, planter, editors: [one, two] }: Desk, text: string, number: number) {
  type Edition = { slug: string; edition: number; version: number }
  const at = ({ slug, edition, version }: Edition) => ({ slug, edition, version })
  const write = async () => {
    const collected = await planter.plant<Edition>(one, 'policyWork.collect', text, (field) => ({
      title: field('title', `试收集的第 ${number} 份文件`),
      sourceSays: field('sourceSays', '为试验编写'),
      sourceAddress: field('sourceAddress', ''),
      text: field('text', ''),
      anyway: true,
    }))
    const saved = await planter.plant<Edition>(one, 'policyWork.save', text, (field) => ({
      ...at(collected),
      content: {
        ...emptyContent,
        title: field('title', `试收集的第 ${number} 份文件`),
        level: 'county',
        division: xiling,
        issuer: field('issuer', '西陵区人力资源和社会保障局（演示）'),
        number: '',
        topic: 'subsidy',
        issuedOn: '2026-11-02',
        effectiveOn: '2026-11-10',
        sourceAddress: '',
        sourceSays: field('sourceSays', '为试验编写'),
        changeNote: field('changeNote', ''),
        card: {
          who: field('who', '首次创业的人员'),
          howMuch: field('howMuch', '5000 元'),
          bring: [field('bring', '身份证')],
          howLong: field('howLong', '10 个工作日'),
          where: field('where', '区窗口'),
        },
        body: [
          { kind: 'heading', text: field('heading', '第一条') },
          { kind: 'paragraph', text: field('paragraph', '给予一次性创业补贴。') },
          { kind: 'list', items: [field('items', '身份证')] },
          {
            kind: 'table',
            rows: [
              ['类别', '金额'],
              [field('rows', '个体工商户'), '5000 元'],
            ],
          },
        ],
      },
    }))
    const organised = await city.call<Edition>(one, 'policyWork.organise', at(saved))
    return city.call<Edition>(one, 'policyWork.submit', at(organised))
  }
  const published = await city.call<Edition>(two, 'policyWork.publish', at(await write()))
  const sent = await write()
  await planter.plant(two, 'policyWork.return', text, (field) => ({
    ...at(sent),
    remarks: [{ place: field('place', '第一条'), says: field('says', '补上期限') }],
  }))
  return { published: published.slug, returned: sent.slug }
}
