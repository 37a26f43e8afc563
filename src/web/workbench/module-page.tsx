import { Link, useParams } from 'react-router'
import { useOperation } from './calls.ts'
import { useDesks } from './desk.ts'
import { Missing, PageWithout } from './notices.tsx'
import { PlainTable } from './plain-table.tsx'

/** What of a module can be handled here, and where its functions stand by the catalogue. */
export function ModulePage() {
  const { name = '' } = useParams()
  const { data, error, refetch } = useOperation('catalogue.get', {})
  const desks = useDesks().filter((desk) => desk.module === name)
  const functions = data?.functions.filter((one) => one.module === name) ?? []
  if (!data) return <PageWithout what="服务目录" error={error} onRetry={() => void refetch()} />
  if (functions.length === 0) return <Missing says={`没有叫“${name}”的业务模块。`} />
  return (
    <>
      <title>{`${name} · 启创工作台`}</title>
      <h1>{name}</h1>
      <h2>现在可以办</h2>
      <ul className="lines">
        {desks.map((desk) => (
          <li key={desk.service}>
            <strong>{desk.zh}</strong> <span className="quiet">{desk.says}</span>
            <span className="lines__links">
              {desk.home ? (
                <Link to={desk.home.path}>{desk.home.zh}</Link>
              ) : (
                <>
                  <Link to="/inbox">看收件箱</Link> <Link to="/intake">窗口收件</Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <h2>本模块的服务功能</h2>
      <PlainTable label="本模块的服务功能">
        <thead>
          <tr>
            <th scope="col">编号</th>
            <th scope="col">功能</th>
            <th scope="col">类别</th>
            <th scope="col">状态</th>
          </tr>
        </thead>
        <tbody>
          {functions.map(({ code, name: title, tier, state }) => (
            <tr key={code}>
              <td>{code}</td>
              <td>{title}</td>
              <td>{tier}</td>
              <td>{state === 'open' ? '已开通' : '筹备中'}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}
