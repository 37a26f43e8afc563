import { roles } from '../../kernel/access/actor.ts'
import { kernelTerms } from '../../kernel/glossary/terms.ts'
import { type ImportKind, readChoice, readDivision } from '../../kernel/imports/import-kind.ts'

/** Members of staff with one role each; they set their own password by a link that an administrator hands them. */
export const staffImport: ImportKind = {
  kind: 'staff',
  zh: '工作人员',
  operation: 'staff.create',
  unique: ['login'],
  columns: [
    {
      key: 'name',
      zh: '姓名',
      synonyms: ['名字', '人员姓名', '工作人员'],
      required: true,
      example: '窗口员丁（示例）',
    },
    {
      key: 'login',
      zh: '登录名',
      synonyms: ['账号', '用户名', '工号', '帐号'],
      required: true,
      example: 'clerk-example',
    },
    {
      key: 'role',
      zh: '角色',
      synonyms: ['岗位', '职责', '权限'],
      required: true,
      example: kernelTerms.clerk.zh,
      read: readChoice(Object.fromEntries(roles.map((role) => [kernelTerms[role].zh, role]))),
    },
    {
      key: 'division',
      zh: '负责地区',
      synonyms: ['地区', '辖区', '行政区划', '区划代码', '所在区县'],
      required: true,
      example: '西陵区',
      read: readDivision,
    },
    {
      key: 'office',
      zh: '所在窗口或科室',
      synonyms: ['窗口', '科室', '机构', '单位', '所在机构', '部门'],
      required: false,
      example: '',
      read: (text, { offices }) => {
        const value = offices.get(text)
        return value ? { value } : { fault: `没有“${text}”这个窗口或科室，或不在您的辖区内，请填全名` }
      },
    },
    { key: 'desk', zh: '座位', synonyms: ['座席', '窗口号', '工位'], required: false, example: '3 号窗口' },
  ],
  toInput: ({ name, login, desk = '', role, division, office = null }) => ({
    name,
    login,
    desk,
    grants: [{ role, division, officeId: office }],
  }),
}
