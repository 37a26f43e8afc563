import { type ConfigProviderProps, theme } from 'antd'
import zhCN from 'antd/es/locale/zh_CN.js'

/** TypeScript takes antd's declarations for CommonJS and looks for the words under `default`; its code is no CommonJS. */
export const locale = zhCN as unknown as ConfigProviderProps['locale']

/** antd's theme from the custom properties of ui/tokens.css, so that both faces take their look from one file. */
export function readTheme(): ConfigProviderProps['theme'] {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    algorithm: style.colorScheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: token('brand'),
      colorInfo: token('brand'),
      colorLink: token('brand'),
      colorSuccess: token('good'),
      colorWarning: token('warn'),
      colorError: token('bad'),
      colorInfoBg: token('brand-wash'),
      colorSuccessBg: token('good-wash'),
      colorWarningBg: token('warn-wash'),
      colorErrorBg: token('bad-wash'),
      colorInfoBorder: token('brand'),
      colorSuccessBorder: token('good'),
      colorWarningBorder: token('warn'),
      colorErrorBorder: token('bad'),
      colorTextBase: token('ink'),
      colorText: token('ink'),
      colorTextSecondary: token('ink-soft'),
      colorTextDescription: token('ink-soft'),
      colorTextPlaceholder: token('ink-soft'),
      colorTextDisabled: token('ink-soft'),
      colorTextLightSolid: token('on-brand'),
      colorBgBase: token('surface'),
      colorBgLayout: token('paper'),
      colorBgContainer: token('surface'),
      colorBorder: token('edge'),
      colorBorderSecondary: token('line'),
      fontFamily: token('font'),
      fontSize: 14,
      borderRadius: Number.parseInt(token('radius'), 10),
      controlHeight: 30,
      // A desk is quick: nothing moves. (A button's turning sign, cut off in its coming by a fast answer, could also stay for good.)
      motion: false,
    },
  }
}
