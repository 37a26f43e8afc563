import { fileTypeFromBuffer } from 'file-type'

/** How much of the beginning of a file tells its type. */
export const HEAD_LENGTH = 4_100

/** One kind of file that is taken in. */
export interface FileType {
  mediaType: 'application/pdf' | 'image/jpeg' | 'image/png'
  endings: readonly string[]
  /** What the very first bytes are: whatever stands before them would make the file two things at once. */
  begins: Buffer
}

const fileTypes: readonly FileType[] = [
  { mediaType: 'application/pdf', endings: ['.pdf'], begins: Buffer.from('%PDF-') },
  { mediaType: 'image/jpeg', endings: ['.jpg', '.jpeg'], begins: Buffer.from([0xff, 0xd8, 0xff]) },
  {
    mediaType: 'image/png',
    endings: ['.png'],
    begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
]

/** The kind of file that a name's ending promises. */
export const findTypeByEnding = (ending: string): FileType | undefined =>
  fileTypes.find((type) => type.endings.includes(ending))

/** The kind of file that its first bytes are; undefined for every other. */
export async function sniffType(head: Buffer): Promise<FileType | undefined> {
  const found = await fileTypeFromBuffer(head)
  return fileTypes.find(
    (type) => type.mediaType === found?.mime && head.subarray(0, type.begins.length).equals(type.begins),
  )
}
