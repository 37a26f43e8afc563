// Generated from the operations by `npm run generate`. Do not edit.

export interface Operations {
  /** 服务目录：33 项服务功能和 18 条措施，哪些已开通 */
  'catalogue.get': {
    input: Record<string, never>
    output: { "functions": ({ "code": string; "name": string; "tier": "基本" | "延伸" | "拓展"; "module": string; "state": "open" | "preparing"; "href": string | null })[]; "measures": ({ "number": string; "title": string; "state": "open" | "preparing"; "href": string | null })[] }
  }
  /** 获取登录验证码 */
  'session.requestCode': {
    input: { "phone": string }
    output: { "sent": true; "validMinutes": number }
  }
  /** 用手机号和验证码登录，第一次登录即注册 */
  'session.logInByCode': {
    input: { "phone": string; "code": string; "division"?: string }
    output: { "kind": "person"; "accountId": string; "firstTime": boolean }
  }
  /** 工作人员用登录名、密码和动态码登录 */
  'session.logInStaff': {
    input: { "login": string; "password": string; "code": string }
    output: { "kind": "staff"; "accountId": string }
  }
  /** 退出登录 */
  'session.logOut': {
    input: Record<string, never>
    output: { "ended": true; "provider": string | null }
  }
  /** 当前登录的是谁 */
  'session.get': {
    input: Record<string, never>
    output: { "kind": "anonymous" | "person" | "staff"; "name": string | null; "roles": ({ "role": "entrepreneur" | "agent" | "clerk" | "reviewer" | "approver" | "editor" | "institution" | "lecturer" | "expert" | "base" | "guarantor" | "bank" | "finance" | "organiser" | "judge" | "administrator" | "auditor"; "zh": string; "division": string; "divisionName": string; "office": string | null })[]; "verification": "none" | "declared" | "verified" | null; "unread": number }
  }
  /** 本人的信息，部分隐去 */
  'person.getOwn': {
    input: Record<string, never>
    output: { "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number; "division": string; "divisionName": string }
  }
  /** 填写本人的姓名和证件号码 */
  'person.declareRealName': {
    input: { "name": string; "identityKind"?: "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport"; "identityNumber": string; "identityCountry"?: string; "version": number }
    output: { "version": number; "verification": "none" | "declared" | "verified" }
  }
  /** 按手机号、证件号码或姓名查找服务对象（要完全一致） */
  'person.find': {
    input: { "by": "phone" | "identity" | "name"; "value": string; "identityKind"?: "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport"; "identityCountry"?: string }
    output: { "items": ({ "id": string; "inReach": boolean; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified" | null; "division": string; "divisionName": string })[] }
  }
  /** 服务对象的信息、已知事实和办件 */
  'person.get': {
    input: { "id": string }
    output: { "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number; "division": string; "divisionName": string; "verifiedAt": string | null; "facts": ({ "key": string; "zh": string; "value": unknown; "says": string; "source": "declared" | "paper" | "register" | "case"; "recordedAt": string })[]; "cases": ({ "id": string; "number": string; "service": string; "serviceLabel": string; "state": string; "stateLabel": string; "openedAt": string; "endedAt": string | null })[] }
  }
  /** 窗口登记服务对象，当场核验证件 */
  'person.register': {
    input: { "name": string; "phone": string; "identityKind"?: "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport"; "identityNumber": string; "identityCountry"?: string; "division": string }
    output: { "id": string }
  }
  /** 窗口对照证件核验实名 */
  'person.verify': {
    input: { "id": string; "version": number; "name"?: string; "identityKind"?: "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport"; "identityNumber"?: string; "identityCountry"?: string }
    output: { "version": number; "verification": "none" | "declared" | "verified" }
  }
  /** 可用的单点登录方式 */
  'signOn.find': {
    input: Record<string, never>
    output: { "items": ({ "id": string; "name": string; "serves": "person" | "staff" })[] }
  }
  /** 开始单点登录，或把自己的账号与它关联 */
  'signOn.begin': {
    input: { "provider": string; "next": string; "link": boolean }
    output: { "location": string; "ticket": string }
  }
  /** 用登录服务的答复完成单点登录 */
  'signOn.finish': {
    input: { "provider": string; "ticket": string; "answer": string }
    output: { "outcome": "loggedIn" | "linked" | "proof"; "kind": "person" | "staff"; "next": string; "firstTime": boolean; "pending": string | null }
  }
  /** 用验证码登录后，把账号与刚才的单点登录关联 */
  'signOn.complete': {
    input: { "pending": string }
    output: { "linked": true }
  }
  /** 在登录服务那边一并退出的地址 */
  'signOn.findEnd': {
    input: { "provider": string }
    output: { "location": string | null }
  }
  /** 自己的账号关联了哪些登录方式 */
  'signOn.findOwn': {
    input: Record<string, never>
    output: { "items": ({ "id": string; "name": string; "linkedAt": string | null })[] }
  }
  /** 解除自己的账号与一种登录方式的关联 */
  'signOn.unlink': {
    input: { "provider": string }
    output: { "unlinked": true }
  }
  /** 管理员把工作账号与一种登录方式关联 */
  'signOn.linkStaff': {
    input: { "accountId": string; "provider": string; "subject": string }
    output: { "linked": true }
  }
  /** 下级行政区划；不给上级时列出全省各市 */
  'division.find': {
    input: { "parent"?: string }
    output: { "items": ({ "code": string; "name": string; "level": string; "invented": boolean })[] }
  }
  /** 服务窗口和现在是否开门；给出地区时，从近到远 */
  'office.find': {
    input: { "division"?: string }
    output: { "items": ({ "id": string; "name": string; "institution": string | null; "division": string; "address": string; "hours": string; "open": boolean; "openSays": string; "closures": (string)[]; "services": (string)[]; "phone": string; "latitude": number | null; "longitude": number | null; "invented": boolean })[] }
  }
  /** 给我的提醒：转来的、被接办的、代理的办件 */
  'staffNotice.find': {
    input: { "after"?: string }
    output: { "unread": number; "items": ({ "id": string; "caseId": string | null; "title": string; "body": string; "at": string; "isRead": boolean })[]; "next": string | null }
  }
  /** 把给我的提醒都标为已读 */
  'staffNotice.read': {
    input: Record<string, never>
    output: { "read": true }
  }
  /** 本人的通知，最新的在前 */
  'notice.find': {
    input: { "after"?: string }
    output: { "items": ({ "id": string; "caseId": string | null; "title": string; "body": string; "at": string; "read": boolean })[]; "unread": number; "next": string | null }
  }
  /** 把本人的通知标为已读 */
  'notice.markRead': {
    input: { "ids": (string)[] }
    output: { "unread": number }
  }
  /** 上传一份材料（PDF、JPG、PNG，20 MB 以内） */
  'paper.add': {
    input: { "id": string; "kind": string }
    output: { "id": string; "kind": string; "mediaType": string; "size": number; "uploadedAt": string }
  }
  /** 删掉一份还没有交出的材料 */
  'paper.remove': {
    input: { "id": string }
    output: { "id": string }
  }
  /** 下载一份材料 */
  'paper.download': {
    input: { "id": string }
    output: Blob
  }
  /** 收件箱：我手里的、本窗口或科室的、辖区内的办件 */
  'case.findInbox': {
    input: { "view"?: "mine" | "office" | "waiting" | "all"; "sort"?: "due" | "age"; "assignee"?: string; "unassigned"?: "yes"; "state"?: string; "overdue"?: "yes"; "division"?: string; "q"?: string; "after"?: string }
    output: { "items": ({ "id": string; "number": string; "service": string; "serviceLabel": string; "applicant": string; "state": string; "stateLabel": string; "channel": string; "channelLabel": string; "division": string; "divisionName": string; "sentence": string; "dueOn": string | null; "workdaysLeft": number | null; "overdue": boolean; "holder": "applicant" | "office" | "none"; "office": string | null; "holding": number; "assignee": string | null; "mine": boolean; "first": string | null; "waitingReason": string | null; "submittedAt": string | null; "openedAt": string; "round": number })[]; "next": string | null; "counts": ({ "state": string; "label": string; "count": number })[]; "overdueCount": number; "mineCount": number; "poolCount": number }
  }
  /** 我的办件 */
  'case.findOwn': {
    input: Record<string, never>
    output: { "items": ({ "id": string; "number": string; "service": string; "serviceLabel": string; "applicant": string; "state": string; "stateLabel": string; "channel": string; "channelLabel": string; "division": string; "divisionName": string; "sentence": string; "dueOn": string | null; "workdaysLeft": number | null; "overdue": boolean; "holder": "applicant" | "office" | "none"; "office": string | null; "holding": number; "assignee": string | null; "mine": boolean; "first": string | null; "waitingReason": string | null; "submittedAt": string | null; "openedAt": string; "round": number })[] }
  }
  /** 领办待分派的办件，或写明理由接办同事手里的 */
  'case.claim': {
    input: { "id": string; "holding": number; "reason"?: string }
    output: { "id": string; "holding": number }
  }
  /** 转办之前看一遍：每一件从谁手里转出，哪些转不了、为什么 */
  'case.previewReassign': {
    input: { "cases": ({ "id": string; "holding": number })[]; "to": string }
    output: { "to": string; "items": ({ "id": string; "number": string; "from": string; "problem": string | null })[] }
  }
  /** 把一件或多件转给一个人，写一个理由，要么全转要么不转 */
  'case.reassign': {
    input: { "cases": ({ "id": string; "holding": number })[]; "to": string; "reason": string }
    output: { "moved": number; "to": string }
  }
  /** 可以接手办件的人员，各有多少件；给出办件时说明谁不能接、为什么 */
  'case.findColleagues': {
    input: { "case"?: string }
    output: { "items": ({ "id": string; "name": string; "roles": (string)[]; "load": number; "absentUntil": string | null; "unfit": string | null })[] }
  }
  /** 搜索政策和服务，按相关程度排列 */
  'search.find': {
    input: { "q": string; "after"?: string }
    output: { "closeness": "every" | "any" | "alike"; "items": ({ "kind": string; "ref": string; "href": string; "title": ({ "text": string; "hit": boolean })[]; "excerpt": ({ "text": string; "hit": boolean })[] })[]; "next": string | null }
  }
  /** 政策法规，最新的在前；可按主题、层级、效力、地区筛选 */
  'policy.find': {
    input: { "topic"?: "loan" | "subsidy" | "training" | "incubation" | "tax" | "insurance" | "guidance" | "activity" | "graduate" | "returnee" | "veteran" | "stability" | "general"; "level"?: "national" | "province" | "city" | "county"; "standing"?: "current" | "future" | "expired" | "replaced"; "division"?: string; "after"?: string }
    output: { "items": ({ "slug": string; "title": string; "level": string; "levelLabel": string; "division": string; "divisionName": string; "topic": string; "topicLabel": string; "issuer": string; "number": string; "issuedOn": string; "effectiveOn": string; "expiresOn": string | null; "standing": "current" | "future" | "expired" | "replaced"; "standingLabel": string; "invented": boolean; "who": string })[]; "next": string | null; "topics": ({ "topic": string; "label": string; "count": number })[] }
  }
  /** 一份政策的全文、政策卡片和效力 */
  'policy.get': {
    input: { "slug": string }
    output: { "slug": string; "title": string; "level": string; "levelLabel": string; "division": string; "divisionName": string; "topic": string; "topicLabel": string; "issuer": string; "number": string; "issuedOn": string; "effectiveOn": string; "expiresOn": string | null; "standing": "current" | "future" | "expired" | "replaced"; "standingLabel": string; "invented": boolean; "card": { "who": string; "howMuch": string; "bring": (string)[]; "howLong": string; "where": string }; "body": ({ "heading": string; "paragraphs": (string)[] })[]; "replaces": { "slug": string; "title": string; "number": string; "effectiveOn": string } | null; "replacedBy": { "slug": string; "title": string; "number": string; "effectiveOn": string } | null; "service": string | null; "rule": string | null }
  }
  /** 创业担保贷款办事指南 */
  'loan.getGuide': {
    input: { "division"?: string }
    output: { "service": string; "title": string; "rule": { "title": string; "conditions": ({ "says": string; "basis": string })[]; "grants": (string)[] }; "papers": ({ "kind": string; "zh": string; "required": string; "why": string })[]; "steps": ({ "step": string; "doing": string; "workdays": number | null; "certain": boolean })[]; "fee": string; "offices": ({ "name": string; "address": string; "hours": string; "phone": string; "division": string })[]; "chart": { "width": number; "height": number; "boxes": ({ "id": string; "zh": string; "x": number; "y": number; "width": number; "height": number; "state": "done" | "lit" | "ahead" })[]; "edges": ({ "from": string; "to": string; "zh"?: string; "points": ({ "x": number; "y": number })[]; "label"?: { "x": number; "y": number } })[] } }
  }
  /** 一件创业担保贷款的全部内容 */
  'loan.get': {
    input: { "id": string }
    output: { "id": string; "number": string; "service": string; "serviceLabel": string; "version": number; "state": string; "stateLabel": string; "round": number; "channel": string; "channelLabel": string; "division": string; "divisionName": string; "sentence": string; "holder": "applicant" | "office" | "none"; "office": string | null; "holding": number; "assignee": { "id": string; "name": string } | null; "mine": boolean; "waitingReason": string | null; "first": { "office": string | null; "person": string | null } | null; "relay": ({ "sequence": number; "round": number; "holder": "applicant" | "office"; "stateLabel": string; "office": string | null; "person": string | null; "deputyFor": string | null; "causeLabel": string; "reason": string | null; "since": string; "until": string | null; "workdays": number; "endedBy": string | null })[]; "dueOn": string | null; "overdue": boolean; "workdaysLeft": number | null; "limitDays": number | null; "usedDays": number; "openedAt": string; "submittedAt": string | null; "endedAt": string | null; "chart": { "width": number; "height": number; "boxes": ({ "id": string; "zh": string; "x": number; "y": number; "width": number; "height": number; "state": "done" | "lit" | "ahead" })[]; "edges": ({ "from": string; "to": string; "zh"?: string; "points": ({ "x": number; "y": number })[]; "label"?: { "x": number; "y": number } })[] }; "actions": ({ "action": string; "button": string; "allowed": boolean; "reason": string })[]; "history": ({ "sequence": number; "round": number; "action": string; "label": string; "from": string; "to": string; "stateLabel": string; "role": string; "roleLabel": string; "office": string | null; "channel": string; "channelLabel": string; "at": string; "detail": Record<string, unknown> })[]; "form": { "group"?: "unemployed" | "hardship" | "veteran" | "released" | "graduate" | "capacityWorker" | "returnee" | "onlineMerchant" | "liftedFromPoverty" | "ruralFounder" | "none"; "businessKind"?: "soleTrader" | "company" | "soleProprietorship" | "cooperative" | "online" | "notYet"; "businessName"?: string; "businessRegisteredOn"?: string; "businessAddress"?: string; "purpose"?: string; "requestedAmount"?: number; "requestedMonths"?: number; "earlierLoans"?: number; "ownDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "spouseDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "cleanCredit"?: boolean; "truthful"?: true }; "applicant": { "partyId": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number }; "papers": ({ "kind": string; "zh": string; "why": string; "required": boolean; "files": ({ "id": string; "kind": string; "name": string; "mediaType": string; "size": number; "uploadedAt": string })[] })[]; "gaps": ({ "field": string; "code": string; "message": string })[]; "asked": ({ "item": string; "says": string })[]; "refusal": { "reason": string; "article": string; "wayOut": string } | null; "recommendation": { "amount": number; "months": number; "opinion": string } | null; "judgement": { "ruleCode": string; "ruleVersion": number; "on": string; "result": "met" | "unmet" | "unknown"; "conditions": ({ "id": string; "result": "met" | "unmet" | "unknown"; "says": string; "why": string; "article": { "document": string; "number": string; "article": string; "certainty"?: string }; "articleText": string; "evidence": ({ "fact": string; "label": string; "value": string; "source": string; "sourceLabel": string })[]; "uncertain": (string)[]; "howTo"?: string })[]; "limits": { "amount"?: number; "months"?: number } | null; "missing": (string)[]; "uncertain": (string)[] } | null }
  }
  /** 资格自测要回答的问题和条件说明 */
  'eligibility.get': {
    input: { "service": "guaranteed-loan" }
    output: { "title": string; "rule": { "title": string; "conditions": ({ "says": string; "basis": string })[]; "grants": (string)[] }; "questions": ({ "key": string; "zh": string; "question": string; "type": "text" | "date" | "fen" | "boolean" | "number" | "choice" | "choices"; "options"?: ({ "value": string; "zh": string })[]; "unit"?: string; "none"?: string })[] }
  }
  /** 资格自测：不登录，不保存 */
  'eligibility.check': {
    input: { "service": "guaranteed-loan"; "answers": Record<string, unknown> }
    output: { "ruleCode": string; "ruleVersion": number; "on": string; "result": "met" | "unmet" | "unknown"; "conditions": ({ "id": string; "result": "met" | "unmet" | "unknown"; "says": string; "why": string; "article": { "document": string; "number": string; "article": string; "certainty"?: string }; "articleText": string; "evidence": ({ "fact": string; "label": string; "value": string; "source": string; "sourceLabel": string })[]; "uncertain": (string)[]; "howTo"?: string })[]; "limits": { "amount"?: number; "months"?: number } | null; "missing": (string)[]; "uncertain": (string)[] }
  }
  /** 开始一份创业担保贷款申请（草稿） */
  'loan.open': {
    input: { "partyId"?: string; "division": string }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 保存填写的内容（不是提交） */
  'loan.saveDraft': {
    input: { "id": string; "version": number; "form": { "group"?: "unemployed" | "hardship" | "veteran" | "released" | "graduate" | "capacityWorker" | "returnee" | "onlineMerchant" | "liftedFromPoverty" | "ruralFounder" | "none"; "businessKind"?: "soleTrader" | "company" | "soleProprietorship" | "cooperative" | "online" | "notYet"; "businessName"?: string; "businessRegisteredOn"?: string; "businessAddress"?: string; "purpose"?: string; "requestedAmount"?: number; "requestedMonths"?: number; "earlierLoans"?: number; "ownDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "spouseDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "cleanCredit"?: boolean; "truthful"?: true } }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 提交申请 */
  'loan.submit': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 交回补正 */
  'loan.supply': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 撤回申请 */
  'loan.withdraw': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 驳回后修改，重新申请 */
  'loan.reopen': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 一次性告知要补正的全部内容 */
  'loan.askOnce': {
    input: { "id": string; "version": number; "gaps": ({ "item": string; "says": string })[] }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 受理 */
  'loan.accept': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 驳回：写明理由、依据和出路 */
  'loan.reject': {
    input: { "id": string; "version": number; "reason": string; "article": string; "wayOut": string }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 审核通过，推荐给担保机构 */
  'loan.recommend': {
    input: { "id": string; "version": number; "amount": number; "months": number; "opinion": string }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 演示信箱：最近发出的短信和邮件（只在演示环境开放） */
  'demo.getMailbox': {
    input: Record<string, never>
    output: { "items": ({ "medium": "sms" | "email"; "recipient": string; "body": string; "at": string })[] }
  }
  /** 演示账号、密码和当前动态码（仅演示环境） */
  'demo.getAccounts': {
    input: Record<string, never>
    output: { "residentIds": (string)[]; "items": ({ "login": string; "name": string; "says": string; "password": string; "code": string })[] }
  }
}

/** Method and path of each operation, beneath /api/v1. */
export const routes: Record<keyof Operations, string> = {
  'catalogue.get': 'GET /catalogue',
  'session.requestCode': 'POST /sessions/codes',
  'session.logInByCode': 'POST /sessions/person',
  'session.logInStaff': 'POST /sessions/staff',
  'session.logOut': 'POST /sessions/end',
  'session.get': 'GET /session',
  'person.getOwn': 'GET /me/person',
  'person.declareRealName': 'POST /me/real-name',
  'person.find': 'POST /people/find',
  'person.get': 'GET /people/:id',
  'person.register': 'POST /people',
  'person.verify': 'POST /people/:id/verify',
  'signOn.find': 'GET /sign-ons',
  'signOn.begin': 'POST /sign-ons/:provider/begin',
  'signOn.finish': 'POST /sign-ons/:provider/finish',
  'signOn.complete': 'POST /sign-ons/complete',
  'signOn.findEnd': 'GET /sign-ons/:provider/end',
  'signOn.findOwn': 'GET /me/sign-ons',
  'signOn.unlink': 'POST /me/sign-ons/:provider/unlink',
  'signOn.linkStaff': 'POST /staff/:accountId/sign-ons',
  'division.find': 'GET /divisions',
  'office.find': 'GET /offices',
  'staffNotice.find': 'GET /staff-notices',
  'staffNotice.read': 'POST /staff-notices/read',
  'notice.find': 'GET /me/notices',
  'notice.markRead': 'POST /me/notices/read',
  'paper.add': 'POST /cases/:id/papers',
  'paper.remove': 'POST /papers/:id/remove',
  'paper.download': 'GET /papers/:id/content',
  'case.findInbox': 'GET /inbox',
  'case.findOwn': 'GET /me/cases',
  'case.claim': 'POST /cases/:id/claim',
  'case.previewReassign': 'POST /cases/reassign/preview',
  'case.reassign': 'POST /cases/reassign',
  'case.findColleagues': 'GET /colleagues',
  'search.find': 'GET /search',
  'policy.find': 'GET /policies',
  'policy.get': 'GET /policies/:slug',
  'loan.getGuide': 'GET /loans/guide',
  'loan.get': 'GET /loans/:id',
  'eligibility.get': 'GET /eligibility/:service',
  'eligibility.check': 'POST /eligibility/:service',
  'loan.open': 'POST /loans',
  'loan.saveDraft': 'POST /loans/:id/draft',
  'loan.submit': 'POST /loans/:id/submit',
  'loan.supply': 'POST /loans/:id/supply',
  'loan.withdraw': 'POST /loans/:id/withdraw',
  'loan.reopen': 'POST /loans/:id/reopen',
  'loan.askOnce': 'POST /loans/:id/ask-once',
  'loan.accept': 'POST /loans/:id/accept',
  'loan.reject': 'POST /loans/:id/reject',
  'loan.recommend': 'POST /loans/:id/recommend',
  'demo.getMailbox': 'GET /demo/mailbox',
  'demo.getAccounts': 'GET /demo/accounts',
}
