// Plain JavaScript, so that an old Node can read it and say what is wrong, where it could not read TypeScript.
import module from 'node:module'

const needed = 24

if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error(
    `需要 Node ${needed} 或更新的版本,现在是 ${process.versions.node}。请先运行 npm ci,再用 npm run 启动(Linux x64 会自动使用项目自带的 Node);其他系统请先安装 Node ${needed}。`,
  )
  process.exit(1)
}

// What the engine made of our sources is kept in the system's temporary folder: the next start reads it instead of compiling anew.
module.enableCompileCache()
