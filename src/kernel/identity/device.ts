type Named = readonly [pattern: RegExp, name: string]

const machines: readonly Named[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙手机'],
  [/iPad/i, '苹果平板'],
  [/iPhone|iPod/i, '苹果手机'],
  [/Android(?!.*Mobile)/i, '安卓平板'],
  [/Android/i, '安卓手机'],
  [/Windows/i, 'Windows 电脑'],
  [/Macintosh|Mac OS X/i, '苹果电脑'],
  [/Linux|X11|CrOS/i, 'Linux 电脑'],
]

const weChat = /MicroMessenger/i

/** Whether it is WeChat's own browser, in which downloads come to nothing. */
export const isWeChatBrowser = (userAgent: string | undefined): boolean => weChat.test(userAgent ?? '')

const programs: readonly Named[] = [
  [weChat, '微信'],
  [/AlipayClient/i, '支付宝'],
  [/QQBrowser|\bQQ\//i, 'QQ 浏览器'],
  [/HuaweiBrowser/i, '华为浏览器'],
  [/MiuiBrowser/i, '小米浏览器'],
  [/UCBrowser|UBrowser/i, 'UC 浏览器'],
  [/360SE|360EE|QIHU/i, '360 浏览器'],
  [/Edg/i, 'Edge 浏览器'],
  [/Firefox|FxiOS/i, '火狐浏览器'],
  [/Chrome|CriOS/i, 'Chrome 浏览器'],
  [/Safari/i, 'Safari 浏览器'],
]

const nameIn = (names: readonly Named[], text: string) => names.find(([pattern]) => pattern.test(text))?.[1]

/**
 * What a browser runs on, in plain words: '安卓手机上的微信'. The browser's own text, which tells versions and models, is not kept.
 * Null when it says nothing.
 */
export function describeDevice(userAgent: string | undefined): string | null {
  if (!userAgent) return null
  const machine = nameIn(machines, userAgent)
  const program = nameIn(programs, userAgent)
  if (machine && program) return `${machine}上的${/^\w/.test(program) ? ' ' : ''}${program}`
  return machine ?? program ?? '其他程序'
}
