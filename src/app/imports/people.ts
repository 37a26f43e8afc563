import { kernelTerms } from '../../kernel/glossary/terms.ts'
import type { ImportKind } from '../../kernel/imports/import-kind.ts'
import { readChoice, readDigits, readDivision } from '../../kernel/imports/import-kind.ts'
import { identityKinds } from '../../kernel/parties/identity-kinds.ts'
import { readDate } from '../../shared/read-date.ts'

const kindsInWords = Object.fromEntries(identityKinds.map((kind) => [kernelTerms[kind].zh, kind]))

/** Persons as they are taken down at a window, their papers seen: a register that was kept on paper or in tables so far. */
export const peopleImport: ImportKind = {
  kind: 'people',
  zh: '服务对象',
  operation: 'person.register',
  unique: ['phone', 'identityNumber'],
  columns: [
    {
      key: 'name',
      zh: '姓名',
      synonyms: ['名字', '申请人', '申请人姓名', '人员姓名', '创业者姓名'],
      required: true,
      example: '向小满（示例）',
    },
    {
      key: 'identityKind',
      zh: '证件类型',
      synonyms: ['证件种类', '证件名称'],
      required: false,
      example: '居民身份证',
      read: readChoice({ 身份证: 'residentId', ...kindsInWords }),
    },
    {
      key: 'identityNumber',
      zh: '证件号码',
      synonyms: ['身份证号', '身份证号码', '公民身份号码', '身份证', '证件号'],
      required: true,
      example: '42999919900101001X',
      read: readDigits,
    },
    {
      key: 'identityCountry',
      zh: '签发国家或地区',
      synonyms: ['国籍', '护照签发国', '国家代码'],
      required: false,
      example: '',
    },
    {
      key: 'phone',
      zh: '手机号',
      synonyms: ['手机', '手机号码', '联系电话', '电话', '联系方式', '移动电话'],
      required: true,
      example: '19000000000',
      read: readDigits,
    },
    {
      key: 'division',
      zh: '所在地区',
      synonyms: ['地区', '区划', '行政区划', '区划代码', '所在区县', '居住地', '所属区县', '县市区'],
      required: true,
      example: '西陵区',
      read: readDivision,
    },
    {
      key: 'birthDate',
      zh: '出生日期',
      synonyms: ['出生年月日', '生日'],
      required: false,
      example: '1990-01-01',
      read: (text) => {
        const value = readDate(text)
        return value ? { value } : { fault: `“${text}”不是一个日期，可以写成 1990-01-31` }
      },
    },
  ],
  check({ identityNumber, birthDate }) {
    const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})[\dXx]{4}$/.exec(String(identityNumber)) ?? []
    if (!year || !birthDate || birthDate === `${year}-${month}-${day}`) return []
    return ['出生日期：和证件号码里的不一致，请核对后改正']
  },
  // The number of most papers says the birth date; the others need it told.
  toInput: (values) => values,
}
