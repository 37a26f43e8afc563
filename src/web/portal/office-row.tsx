import type { Output } from '../api/portal-api.ts'

type Office = Output<'office.find'>['items'][number]

/** A window as a row: what it is called, where it is, when it is open and how to reach it. */
export function OfficeRow({ office }: { office: Office }) {
  return (
    <>
      <p>
        <strong>{office.name}</strong>
      </p>
      <p>{office.address}</p>
      <p className={office.open ? 'office-open' : 'muted'}>{office.openSays}</p>
      {office.services.length > 0 ? <p>可以办：{office.services.join('、')}</p> : null}
      {office.closures.map((says) => (
        <p className="muted" key={says}>
          {says}
        </p>
      ))}
      <p className="meta">
        <span>{office.hours}</span>
        <span>
          电话 <a href={`tel:${office.phone.replace(/[^\d+]/g, '')}`}>{office.phone}</a>
        </span>
      </p>
    </>
  )
}
