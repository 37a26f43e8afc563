import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { type CallRefused, callFile } from '../../api/http-client.ts'
import { ProblemNotice, Waiting } from '../notices.tsx'
import type { PaperFile } from './case-view.ts'

/** What a page may show; anything else could run as ours and is only handed over as a file. */
const shown: readonly string[] = ['image/jpeg', 'image/png', 'application/pdf']

/** An address for the bytes of a paper, fetched with the session's cookie; given back when the file is left. */
function usePaperAddress(file: PaperFile) {
  const { data, error, refetch } = useQuery<ArrayBuffer, CallRefused>({
    queryKey: ['paper.download', file.id],
    queryFn: ({ signal }) => callFile('paper.download', { id: file.id }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!data) return
    const type = shown.includes(file.mediaType) ? file.mediaType : 'application/octet-stream'
    const made = URL.createObjectURL(new Blob([data], { type }))
    setAddress(made)
    return () => {
      URL.revokeObjectURL(made)
      setAddress(undefined)
    }
  }, [data, file.mediaType])
  return { address, error, refetch }
}

/** Turns and enlarges a picture: papers are photographed in every position. */
function Picture({ address, name }: { address: string; name: string }) {
  const [turns, setTurns] = useState(0)
  const [large, setLarge] = useState(false)
  return (
    <>
      <div className="preview__acts">
        <Button size="small" onClick={() => setTurns((turns + 1) % 4)}>
          旋转
        </Button>
        <Button size="small" aria-pressed={large} onClick={() => setLarge(!large)}>
          {large ? '适合窗口' : '原始大小'}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="preview__picture" aria-label={`${name}，可滚动`} tabIndex={0}>
        <img
          className={large ? '' : 'preview__fitted'}
          src={address}
          alt={name}
          style={{ rotate: `${turns * 90}deg` }}
        />
      </section>
    </>
  )
}

/** One paper, shown in place. */
export function PaperPreview({ file }: { file: PaperFile }) {
  const { address, error, refetch } = usePaperAddress(file)
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!address) return <Waiting what={file.name} />
  return (
    <div className="preview">
      {file.mediaType.startsWith('image/') ? <Picture address={address} name={file.name} /> : null}
      {file.mediaType === 'application/pdf' ? (
        <iframe className="preview__document" src={address} title={file.name} />
      ) : null}
      <p className="preview__links">
        <a href={address} download={file.name}>
          下载 {file.name}
        </a>
      </p>
    </div>
  )
}
