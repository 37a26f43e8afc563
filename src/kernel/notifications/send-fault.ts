/** Why a message did not go out. What a gateway says is not kept: it might quote the recipient. */
export const sendFaults = {
  off: { zh: '这个渠道没有开通', permanent: true },
  expired: { zh: '过了有效时间', permanent: true },
  rejected: { zh: '对方拒收', permanent: true },
  attachment: { zh: '附件已经删除', permanent: true },
  unreadable: { zh: '内容已不能解开', permanent: true },
  unreachable: { zh: '连不上', permanent: false },
  timeout: { zh: '对方没有及时答复', permanent: false },
  encryption: { zh: '加密连接没有建立', permanent: false },
  credentials: { zh: '发送账号或密钥不对', permanent: false },
  busy: { zh: '对方暂时不收', permanent: false },
  attachmentLater: { zh: '附件暂时没有打印出来', permanent: false },
  unknown: { zh: '原因不明', permanent: false },
} as const

export type SendFaultKind = keyof typeof sendFaults

/** What a port throws when a message was not taken. */
export class SendFault extends Error {
  readonly kind: SendFaultKind
  constructor(kind: SendFaultKind) {
    super(kind)
    this.name = 'SendFault'
    this.kind = kind
  }
}

/** The kind of whatever was thrown while sending. */
export const kindOfFault = (error: unknown): SendFaultKind => (error instanceof SendFault ? error.kind : 'unknown')
