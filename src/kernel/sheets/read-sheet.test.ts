import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import { Refusal } from '../../shared/errors.ts'
import { collectSheet, readSheet } from './read-sheet.ts'
import { sheetLimits } from './sheet.ts'
import { exportSheet } from './write-sheet.ts'

const cellsOf = async (bytes: Buffer) => (await readSheet(bytes)).lines.map(({ cells }) => cells)

const refusedBecause = async (bytes: Buffer) => {
  const error = await readSheet(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Refusal, String(error))
  const [{ field, code, message } = { field: '', code: '', message: '' }] = error.parts.errors ?? []
  assert.equal(field, 'file')
  assert.match(message, /\p{Script=Han}{4}.*。$/u)
  return code
}

async function workbook(fill: (worksheet: ExcelJS.Worksheet, all: ExcelJS.Workbook) => void): Promise<Buffer> {
  const all = new ExcelJS.Workbook()
  fill(all.addWorksheet('花名册'), all)
  return Buffer.from(await all.xlsx.writeBuffer())
}

/** A zip archive of these parts; `claims` is what its directory says of their unpacked sizes. */
function archive(parts: Readonly<Record<string, Buffer | string>>, { flags = 0 } = {}): Buffer {
  const [locals, directory] = [[] as Buffer[], [] as Buffer[]]
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content)
    const local = Buffer.alloc(30 + Buffer.byteLength(name))
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    local.write(name, 30)
    const entry = Buffer.alloc(46 + Buffer.byteLength(name))
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(offset, 42)
    entry.write(name, 46)
    locals.push(local, packed)
    directory.push(entry)
    offset += local.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

const skeleton = { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' }

describe('text files', () => {
  const table = '姓名,电话\n覃知夏,19012345678\n'
  const wanted = [
    ['姓名', '电话'],
    ['覃知夏', '19012345678'],
  ]
  /** 姓名,电话⏎覃知夏,19012345678⏎ as GB18030. */
  const gb18030 = Buffer.concat([
    Buffer.from('d0d5c3fb2cb5e7bbb00a', 'hex'),
    Buffer.from('d1b0d6aacfc4', 'hex'),
    Buffer.from(',19012345678\n'),
  ])

  test('are read in UTF-8 with and without a mark, in UTF-16 of either order, and in GB18030', async () => {
    const little = Buffer.from(table, 'utf16le')
    for (const bytes of [
      Buffer.from(table),
      Buffer.from(`\uFEFF${table}`),
      little,
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]),
      Buffer.from(little).swap16(),
    ]) {
      assert.deepEqual(await cellsOf(bytes), wanted)
    }
    const [header, [name, phone] = []] = await cellsOf(gb18030)
    assert.deepEqual([header, name?.length, phone], [['姓名', '电话'], 3, '19012345678'])
  })

  test('have separators of their own, quotes, and line ends within quotes', async () => {
    assert.deepEqual(await cellsOf(Buffer.from('a\tb\r\n"x\ty"\t"说""好"""\r\n')), [
      ['a', 'b'],
      ['x\ty', '说"好"'],
    ])
    assert.deepEqual(await cellsOf(Buffer.from('甲；乙\n')), [['甲；乙']])
    const lines = (await readSheet(Buffer.from('a,b\n"一\n二",c\n\nd,e'))).lines
    assert.deepEqual(lines, [
      { number: 1, cells: ['a', 'b'] },
      { number: 2, cells: ['一\n二', 'c'] },
      { number: 5, cells: ['d', 'e'] },
    ])
  })

  test('give back what our own exports made safe', async () => {
    assert.deepEqual(await cellsOf(Buffer.from("'420102199001011234,'=1+1,'tis\n")), [
      ['420102199001011234', '=1+1', "'tis"],
    ])
  })

  test('are refused where a quote never ends, the encoding is none, or nothing is in them', async () => {
    assert.equal(await refusedBecause(Buffer.from('a,"b\nc,d\n')), 'quotes')
    assert.equal(await refusedBecause(Buffer.from([0x41, 0xff, 0xff, 0x2c, 0xff])), 'encoding')
    assert.equal(await refusedBecause(Buffer.from('\n , \n')), 'empty')
    assert.equal(await refusedBecause(Buffer.alloc(0)), 'empty')
    assert.equal(await refusedBecause(Buffer.from(`${'a,'.repeat(200)}b`)), 'columns')
  })
})

describe('workbooks', () => {
  test('give every kind of cell as text', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['文本', 12.5, 19012345678, new Date(Date.UTC(2026, 0, 3)), true])
      sheet.addRow([
        { richText: [{ text: '覃' }, { text: '知夏' }] },
        { formula: '1+1', result: 2 },
        Number('420502199001011234'),
      ])
      sheet.addRow([{ text: '链接', hyperlink: 'https://example.invalid' }, { error: '#N/A' }, '  空格  '])
    })
    assert.deepEqual(await cellsOf(bytes), [
      ['文本', '12.5', '19012345678', '2026-01-03', '是'],
      ['覃知夏', '2', '4.20502E+17'],
      ['链接', '', '空格'],
    ])
  })

  test('fill a merged cell into all that it covers, and number lines as shown', async () => {
    const bytes = await workbook((sheet) => {
      sheet.getCell('A1').value = '一、西陵区'
      sheet.mergeCells('A1:C1')
      sheet.getCell('A3').value = '西陵区'
      sheet.mergeCells('A3:A4')
      sheet.getCell('B3').value = '甲'
      sheet.getCell('B4').value = '乙'
    })
    assert.deepEqual((await readSheet(bytes)).lines, [
      { number: 1, cells: ['一、西陵区', '一、西陵区', '一、西陵区'] },
      { number: 3, cells: ['西陵区', '甲'] },
      { number: 4, cells: ['西陵区', '乙'] },
    ])
  })

  test('are read from the first sheet that is visible and has something in it', async () => {
    const bytes = await workbook((sheet, all) => {
      sheet.state = 'hidden'
      sheet.addRow(['藏起来的'])
      all.addWorksheet('空的')
      all.addWorksheet('第三张').addRow(['看得见的'])
    })
    assert.deepEqual([(await readSheet(bytes)).name, await cellsOf(bytes)], ['第三张', [['看得见的']]])
  })

  test('come back as they were exported, formulas and long numbers as text', async () => {
    const { stream, name } = await exportSheet(
      { name: '导出', header: ['号码', '公式'], rows: [['420102199001011234', '=HYPERLINK("x")']] },
      'xlsx',
    )
    const bytes = await collectSheet(stream)
    assert.equal(name, '导出.xlsx')
    assert.deepEqual(await cellsOf(bytes), [
      ['号码', '公式'],
      ['420102199001011234', '=HYPERLINK("x")'],
    ])
  })
})

describe('hostile files', () => {
  test('are refused in plain words: passwords, old formats, macros, other archives, other kinds', async () => {
    const compound = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    assert.equal(await refusedBecause(Buffer.concat([compound, Buffer.alloc(512)])), 'old')
    assert.equal(
      await refusedBecause(Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')])),
      'encrypted',
    )
    assert.equal(await refusedBecause(archive(skeleton, { flags: 1 })), 'encrypted')
    assert.equal(await refusedBecause(archive({ ...skeleton, 'xl/vbaProject.bin': 'x' })), 'macros')
    assert.equal(await refusedBecause(archive({ 'a.txt': 'x' })), 'type')
    assert.equal(await refusedBecause(Buffer.from('%PDF-1.4')), 'type')
  })

  test('a bomb is stopped while it unpacks, whatever its directory says', async () => {
    const bomb = Buffer.alloc(sheetLimits.unpackedBytes + 1)
    assert.equal(await refusedBecause(archive({ ...skeleton, 'xl/worksheets/sheet1.xml': bomb })), 'unpacked')
  })

  test('entities are refused before anything would expand them', async () => {
    const entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
    assert.equal(await refusedBecause(archive({ ...skeleton, 'xl/sharedStrings.xml': entities })), 'entities')
  })

  test('broken archives are damaged, not ours to crash on', async () => {
    const good = archive(skeleton)
    assert.equal(await refusedBecause(good.subarray(0, good.length - 30)), 'damaged')
    const bent = Buffer.from(good)
    bent.writeUInt32LE(0xffffff00, bent.length - 6)
    assert.equal(await refusedBecause(bent), 'damaged')
    assert.equal(await refusedBecause(archive(skeleton)), 'damaged')
  })

  test('a file without an end is read no further than the limit', async () => {
    let sent = 0
    async function* endless() {
      for (;;) {
        sent += 65_536
        yield Buffer.alloc(65_536, 'a')
      }
    }
    await assert.rejects(collectSheet(endless()), (error: Refusal) => error.parts.errors?.[0]?.code === 'too-large')
    assert.ok(sent <= sheetLimits.bytes + 2 * 65_536)
  })
})
