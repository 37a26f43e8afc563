import { Refusal } from '../../shared/errors.ts'

interface Words {
  status: number
  title: string
  detail: string
}

const byPhone = '也可以用手机号和验证码登录。'

/** Every way in which signing on can fail, in words that fit persons and staff alike; the pages find them by their code. */
export const signOnFailures = {
  denied: {
    status: 403,
    title: '没有登录：您在对方页面上没有同意',
    detail: '要用这个账号登录，请再点一次，并在对方页面上同意。也可以用别的方式登录。',
  },
  expired: {
    status: 409,
    title: '这次登录已经过期',
    detail: '从点下登录到回来超过了 10 分钟，或者中间换过浏览器、同时开了几个登录页。请回到登录页再点一次。',
  },
  untrusted: {
    status: 409,
    title: '没有登录：对方的答复与这次登录对不上',
    detail: '为了您的安全，这次答复没有采用。请回到登录页再点一次；总是这样的，请告诉窗口或管理员。',
  },
  clock: {
    status: 503,
    title: '没有登录：两边的时钟对不上',
    detail: '对方答复上的时间与本平台相差太多，不能采用。请过几分钟再试；总是这样的，请告诉管理员校准服务器时间。',
  },
  used: {
    status: 409,
    title: '这次登录的凭证已经用过',
    detail: '可能是刷新或后退回到了旧页面。请回到登录页再点一次。',
  },
  unreachable: {
    status: 503,
    title: '现在连不上对方的登录服务',
    detail: `不是您的原因，请过几分钟再试。${byPhone}`,
  },
  unavailable: {
    status: 503,
    title: '对方的登录服务现在办不了',
    detail: `对方答复说暂时不能登录，或者两边的设置不一致，已经记录下来。请过几分钟再试。${byPhone}`,
  },
  unlinked: {
    status: 403,
    title: '这个账号还没有和工作账号关联',
    detail: '请先用密码和动态验证码登录工作台，在“登录设备”页上关联；或者请管理员关联。',
  },
  disabled: {
    status: 403,
    title: '这个账号已停用',
    detail: '如有疑问，个人请到服务窗口或致电窗口询问，工作人员请联系管理员。',
  },
  mismatch: {
    status: 409,
    title: '没有登录：实名信息与已核验的不一致',
    detail: '对方提供的姓名或证件与这里已经核验的不是同一个人的。请带上证件到服务窗口核对。',
  },
  taken: {
    status: 409,
    title: '这个账号已经关联到另一个账号',
    detail: '一个账号只能关联一处。请先在原来关联的账号里解除关联，再试一次。',
  },
  changed: {
    status: 409,
    title: '没有关联：登录的人中途换了',
    detail: '点下关联时和回来时登录的不是同一个账号。请确认登录的是自己的账号，再关联一次。',
  },
} as const satisfies Record<string, Words>

/** Beside the failures of signing on: too many of them from one place. */
export const tooManyTries = {
  title: '登录没有成功的次数太多',
  detail: '请 15 分钟后再试，或者到服务窗口办理。',
}

export type SignOnFailure = keyof typeof signOnFailures

export const isSignOnFailure = (code: string): code is SignOnFailure => Object.hasOwn(signOnFailures, code)

const PREFIX = 'sign-on-'

/** The refusal for a way to fail; its code is the failure's with `sign-on-` before it. */
export const refuseSignOn = (failure: SignOnFailure): Refusal =>
  new Refusal({ code: `${PREFIX}${failure}`, ...signOnFailures[failure] })

/** The way to fail that a refusal is; null for other refusals. */
export function failureOf(error: unknown): SignOnFailure | null {
  if (!(error instanceof Refusal) || !error.parts.code.startsWith(PREFIX)) return null
  const code = error.parts.code.slice(PREFIX.length)
  return isSignOnFailure(code) ? code : null
}
