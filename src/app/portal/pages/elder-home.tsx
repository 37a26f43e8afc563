import type { Output } from '../../../web/api/portal-api.ts'

const doors = [
  { title: '我能享受什么', href: '/eligibility/guaranteed-loan', says: '答几个问题就知道' },
  { title: '我要办事', href: '/services/guaranteed-loan', says: '看要带什么，网上申请' },
  { title: '看我的办件', href: '/me', says: '办到哪一步了' },
  { title: '看政策', href: '/policies', says: '先讲大白话' },
]

function Window({ office }: { office: Output<'office.find'>['items'][number] }) {
  return (
    <section className="elder__window" aria-labelledby="elder-window">
      <h2 id="elder-window">有人帮您办</h2>
      <p>打电话问，或者到窗口来，工作人员替您从头办到尾。</p>
      <p>
        <a className="elder__phone" href={`tel:${office.phone.replace(/[^\d+]/g, '')}`}>
          {office.phone}
        </a>
      </p>
      <p>
        {office.name}
        <br />
        {office.address}
      </p>
      <p>{office.openSays}</p>
      <p>
        <a href="/windows">找离我近的窗口</a>
      </p>
    </section>
  )
}

/** Home in 长辈版: one question, four doors, one telephone number. */
export function ElderHome({ windows }: { windows: Output<'office.find'>['items'] }) {
  const [nearest] = windows
  return (
    <div className="page elder">
      <h1>您想办什么？</h1>
      <search>
        <form className="search" action="/search" method="get">
          <label className="visually-hidden" htmlFor="home-search">
            写您想办的事，例如“贷款开店”
          </label>
          <input className="input" id="home-search" type="search" name="q" maxLength={100} enterKeyHint="search" />
          <button className="button button--primary" type="submit">
            搜索
          </button>
        </form>
      </search>
      <ul className="elder__doors">
        {doors.map(({ title, href, says }) => (
          <li key={href}>
            <a href={href}>
              <strong>{title}</strong>
              <span>{says}</span>
            </a>
          </li>
        ))}
      </ul>
      {nearest ? <Window office={nearest} /> : null}
    </div>
  )
}
