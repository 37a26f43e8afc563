import type { Actor } from '../src/kernel/access/actor.ts'
import type { CaseReceipt } from '../src/kernel/cases/receipt.ts'
import { findNewestMessages } from '../src/kernel/notifications/messages.ts'
import { addNotice } from '../src/kernel/notifications/store.ts'
import { type City, loanIn, paperFile } from '../test/city.ts'
import { agentOf } from '../test/enterprises.ts'
import type { TestServer } from '../test/server.ts'

/** A page that carries a form, and whose it is. */
export interface FormPage {
  path: string
  cookie: string | null
}

type Person = Actor & { partyId: string }

/** Agrees to what everyone is asked before they are let on; gives a session. */
async function agree({ city, cookieOf }: TestServer, person: Actor): Promise<string | null> {
  const { items } = await city.call<{ items: { purpose: string; version: number }[] }>(person, 'consent.findDue')
  await city.call(person, 'consent.give', { items: items.map(({ purpose, version }) => ({ purpose, version })) })
  return cookieOf(person)
}

const eligibility = ['', '?kind=enterprise', '?kind=partnership'].map((kind) => `/eligibility/guaranteed-loan${kind}`)
const publicPaths = [
  '/',
  '/login',
  '/search',
  '/windows',
  '/policies',
  '/letters/verify',
  '/appearance',
  ...eligibility,
]
const ownPaths = ['', '/consents', '/notice-settings', '/erasure', '/agencies/new']
const loanPaths = ['apply/applicant', 'apply/need', 'apply/credit', 'apply/papers', 'check', 'withdraw']

/** Somebody of their own for each page, so that what one form does is not in the way of another. */
async function pagesOf(server: TestServer, paths: readonly string[], make: (person: Person) => Promise<string>) {
  const pages: FormPage[] = []
  for (const path of paths) {
    const person = await server.city.person()
    pages.push({ path: `${await make(person)}${path}`, cookie: await agree(server, person) })
  }
  return pages
}

/** Somebody with a confirmed address, to whom papers, letters and their own file can be sent, and with a notice to be read. */
async function pagesOfOne(server: TestServer): Promise<FormPage[]> {
  const { city } = server
  const person = await city.person()
  await city.call(person, 'noticeSetting.requestEmail', { email: 'fuzz@example.cn' })
  const [newest] = await findNewestMessages(city.platform, 1)
  await city.call(person, 'noticeSetting.confirmEmail', { code: /\d{6}/.exec(newest?.body.reveal() ?? '')?.[0] })
  const draft = await loanIn(city, person, 'draft')
  const paper = await city.call<{ id: string }>(
    person,
    'paper.add',
    { id: draft.id, kind: 'other' },
    { file: paperFile() },
  )
  const sent = await city.call<CaseReceipt>(person, 'loan.submit', { id: draft.id, version: draft.version })
  await city.call(city.staff.clerk, 'loan.accept', { id: sent.id, version: sent.version })
  const { items } = await city.call<{ items: { id: string }[] }>(person, 'letter.find', { case: draft.id })
  const [title, body] = ['进度', '您的申请已经受理。']
  await addNotice(city.platform.db, { partyId: person.partyId, caseId: draft.id, title, body, at: city.platform.now() })
  // On another device, too: that log-in can be ended.
  await server.cookieOf(person)
  const cookie = await agree(server, person)
  const paths = [`/papers/${paper.id}`, `/letters/${items[0]?.id}`, '/me/file/copy', '/me/notices', '/me/sessions']
  return paths.map((path) => ({ path, cookie }))
}

const idOf = async (city: City, person: Person, state: string) => (await loanIn(city, person, state)).id

/** An address at the window by which a case that has ended is rated without an account. */
async function ratingPath(city: City): Promise<string> {
  const id = await idOf(city, await city.person(), 'recommended')
  return (await city.call<{ path: string }>(city.staff.clerk, 'rating.invite', { id })).path
}

/** A page for each form of the portal, in a city of its own. */
export async function makeFormPages(server: TestServer): Promise<FormPage[]> {
  const { city } = server
  const unverified = await city.person({ verified: false })
  const agent = await agentOf(city)
  const cookie = await agree(server, agent.person)
  const { code } = (await server.send(null, 'POST /handovers', { path: '/policies' })).json<{ code: string }>()
  return [
    ...publicPaths.map((path) => ({ path, cookie: null })),
    { path: '/', cookie: 'qichuang_kiosk=1' },
    { path: await ratingPath(city), cookie: null },
    ...(await pagesOf(server, ownPaths, async () => '/me')),
    ...(await pagesOf(server, ['/loans/new', '/me/corrections/new', `/h/${code}`], async () => '')),
    ...(await pagesOf(server, loanPaths, async (person) => `/loans/${await idOf(city, person, 'draft')}/`)),
    ...(await pagesOf(server, [''], async (person) => `/loans/${await idOf(city, person, 'rejected')}`)),
    ...(await pagesOf(server, ['supply'], async (person) => `/loans/${await idOf(city, person, 'supplement')}/`)),
    ...(await pagesOf(server, [''], async (person) => `/me/ratings/${await idOf(city, person, 'recommended')}`)),
    ...(await pagesOf(server, ['fill', 'send', 'withdraw'], async (person) => {
      const { id } = await city.call<{ id: string }>(person, 'correction.open', { targets: ['phone'] })
      return `/corrections/${id}/`
    })),
    ...(await pagesOfOne(server)),
    { path: '/me/real-name', cookie: await agree(server, unverified) },
    { path: '/consents/due', cookie: await server.cookieOf(await city.person()) },
    ...['/me/agencies', `/me/agencies/${agent.agencyId}`].map((path) => ({ path, cookie })),
  ]
}
