import { Link, useNavigate } from 'react-router'
import { hasRole, useSession } from '../session.tsx'
import { PersonFinder } from './person-finder.tsx'
import { RegisterPerson } from './register-person.tsx'

/** Looks people up; a clerk registers those who come for the first time. */
export function PeoplePage() {
  const navigate = useNavigate()
  const { data: session } = useSession()
  return (
    <div className="narrow">
      <title>找人 · 启创工作台</title>
      <h1>找人</h1>
      <PersonFinder act={(person) => <Link to={`/people/${person.id}`}>打开档案</Link>} />
      {hasRole(session, 'clerk') ? (
        <details className="folded">
          <summary>登记新的服务对象</summary>
          <RegisterPerson onRegistered={(id) => void navigate(`/people/${id}`)} />
        </details>
      ) : null}
    </div>
  )
}
