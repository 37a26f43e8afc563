import { Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { CallRefused, callApi } from '../../api/http-client.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'
import { RegisterForm, type TypedRegister } from './register-form.tsx'

/** Takes down at the window that this person acts for an enterprise (登记代办), with the paper; it is confirmed with the others. */
export function TakeAgency({ agentId }: { agentId: string }) {
  const [validTo, setValidTo] = useState('')
  const [file, setFile] = useState<File>()
  const [state, setState] = useState<{ pending: boolean; done: boolean; error: CallRefused | null }>({
    pending: false,
    done: false,
    error: null,
  })
  const [proposed, setProposed] = useState<string>()
  const errorOf = (field: string) => state.error?.problem.errors?.find((error) => error.field === field)?.message
  const take = async (typed: TypedRegister) => {
    setState({ pending: true, done: false, error: null })
    try {
      const id = proposed ?? (await callApi('agency.propose', { ...typed, agentId, validTo })).id
      setProposed(id)
      if (file) await callApi('agency.addPaper', { id }, { file })
      setState({ pending: false, done: file !== undefined, error: null })
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setState({ pending: false, done: false, error })
    }
  }
  if (state.done) {
    return (
      <p role="status">
        已登记，等核对。请到 <Link to="/enterprises">企业与代办</Link> 对照营业执照和授权委托书确认。
      </p>
    )
  }
  return (
    <>
      <ProblemNotice error={state.error} />
      <RegisterForm
        button={proposed ? '上传授权委托书' : '登记代办'}
        problem={state.error?.problem}
        pending={state.pending}
        onRegister={(typed) => void take(typed)}
      >
        <Labelled id="agency-until" label="授权到哪一天" hint="照授权委托书，最长三年" error={errorOf('validTo')}>
          <Input id="agency-until" type="date" value={validTo} onChange={(event) => setValidTo(event.target.value)} />
        </Labelled>
        <Labelled id="agency-paper" label="授权委托书" hint="PDF、JPG 或 PNG" error={errorOf('file')}>
          <input
            id="agency-paper"
            type="file"
            required
            accept=".pdf,.jpg,.jpeg,.png"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </Labelled>
      </RegisterForm>
    </>
  )
}
