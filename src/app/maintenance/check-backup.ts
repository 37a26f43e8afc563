import { join } from 'node:path'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { type Base, PARTS, papersFolder, readPaperList } from './backup-set.ts'
import { type Digest, digestFile } from './durable-files.ts'
import { paperPath } from './papers-copy.ts'
import { checkWal, findFollowing } from './wal.ts'

async function checkFile(path: string, expected: Digest): Promise<void> {
  const found = await digestFile(path).catch(() => null)
  if (found === null) throw new StartProblem(`备份里缺少文件 ${path}，这个备份不能用，请换一个。`)
  if (found.sha256 !== expected.sha256) {
    throw new StartProblem(`备份文件 ${path} 的内容与清单不符，这个备份不能用，请换一个，并检查存放备份的磁盘。`)
  }
}

/** Compares the files of a base backup with its manifest. @throws StartProblem naming the first that differs. */
export async function checkBase({ path, manifest }: Base): Promise<void> {
  for (const { name, ...expected } of manifest.files) await checkFile(join(path, name), expected)
  const names = new Set(manifest.files.map(({ name }) => name))
  for (const part of [PARTS.cluster, PARTS.papers]) {
    if (!names.has(part)) throw new StartProblem(`备份 ${path} 的清单里没有 ${part}，这个备份不能用，请换一个。`)
  }
}

/** Reads a base backup, its papers and the log that follows it through to the end. @throws StartProblem for the first fault. */
export async function checkBackup(folder: string, base: Base): Promise<{ papers: number; segments: number }> {
  await checkBase(base)
  const papers = await readPaperList(base)
  for (const paper of papers.values()) await checkFile(paperPath(papersFolder(folder), paper.key), paper)
  const following = await findFollowing(folder, base.manifest.wal)
  await checkWal(folder, following)
  return { papers: papers.size, segments: following.length }
}
