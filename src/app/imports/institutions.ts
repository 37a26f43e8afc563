import {
  type ImportColumn,
  type ImportKind,
  readChoice,
  readDigits,
  readDivision,
} from '../../kernel/imports/import-kind.ts'
import { officeKinds } from '../../kernel/offices/kinds.ts'

const division: ImportColumn = {
  key: 'division',
  zh: '所在地区',
  synonyms: ['地区', '行政区划', '区划代码', '所在区县', '区县'],
  required: true,
  example: '西陵区',
  read: readDivision,
}
const phone: ImportColumn = {
  key: 'phone',
  zh: '电话',
  synonyms: ['联系电话', '咨询电话', '联系方式', '固定电话'],
  required: true,
  example: '0717-0000000',
  read: readDigits,
}

/** Institutions (机构), to which windows and bureaus belong. */
export const institutionsImport: ImportKind = {
  kind: 'institutions',
  zh: '机构',
  operation: 'institution.create',
  unique: ['name'],
  columns: [
    {
      key: 'name',
      zh: '机构名称',
      synonyms: ['名称', '单位名称', '机构', '单位'],
      required: true,
      example: '示例就业服务中心',
    },
    division,
    phone,
  ],
  toInput: (values) => values,
}

/** Windows and bureaus of institutions that are there already; hours and services are entered on their page. */
export const officesImport: ImportKind = {
  kind: 'offices',
  zh: '窗口和科室',
  operation: 'office.create',
  unique: ['name'],
  columns: [
    {
      key: 'name',
      zh: '名称',
      synonyms: ['窗口名称', '科室名称', '网点名称', '网点'],
      required: true,
      example: '示例服务窗口',
    },
    {
      key: 'institution',
      zh: '所属机构',
      synonyms: ['机构', '主管单位', '所属单位', '上级单位'],
      required: true,
      example: '示例就业服务中心',
      read: (text, { institutions }) => {
        const value = institutions.get(text)
        return value ? { value } : { fault: `没有“${text}”这个机构，或不在您的辖区内，请先登记机构，再填全名` }
      },
    },
    {
      key: 'kind',
      zh: '类别',
      synonyms: ['类型', '性质'],
      required: true,
      example: officeKinds.window,
      read: readChoice(Object.fromEntries(Object.entries(officeKinds).map(([kind, zh]) => [zh, kind]))),
    },
    division,
    { key: 'address', zh: '地址', synonyms: ['详细地址', '办公地址', '地点'], required: true, example: '示例路 1 号' },
    phone,
  ],
  toInput: (values) => ({
    ...values,
    services: [],
    capacity: null,
    latitude: null,
    longitude: null,
    endedOn: null,
    openings: [],
    closures: [],
  }),
}
