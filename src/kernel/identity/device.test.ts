import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeDevice } from './device.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test('a browser is told in plain words, without version or model', () => {
  const cells: [string | undefined, string | null][] = [
    [
      `Mozilla/5.0 (Linux; Android 14; V2301A) ${webkit} Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.48`,
      '安卓手机上的微信',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1',
      '苹果手机上的 Safari 浏览器',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0 Safari/537.36 Edg/131.0`,
      'Windows 电脑上的 Edge 浏览器',
    ],
    [`Mozilla/5.0 (Linux; Android 13; SM-X700) ${webkit} Chrome/120.0 Safari/537.36`, '安卓平板上的 Chrome 浏览器'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14.0; rv:120.0) Gecko/20100101 Firefox/120.0', '苹果电脑上的火狐浏览器'],
    ['curl/8.5.0', '其他程序'],
    ['', null],
    [undefined, null],
  ]
  for (const [userAgent, says] of cells) assert.equal(describeDevice(userAgent), says)
})
