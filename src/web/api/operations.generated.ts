// Generated from the operations by `npm run generate`. Do not edit.

export interface Operations {
  /** 服务目录：33 项服务功能和 18 条措施，哪些已开通 */
  'catalogue.get': {
    input: Record<string, never>
    output: { "functions": ({ "code": string; "name": string; "tier": "基本" | "延伸" | "拓展"; "module": string; "state": "open" | "preparing"; "href": string | null })[]; "measures": ({ "number": string; "title": string; "state": "open" | "preparing"; "href": string | null })[] }
  }
  /** 在自助终端上生成带到手机上继续的二维码 */
  'handover.open': {
    input: { "path": string }
    output: { "code": string; "minutes": number }
  }
  /** 扫码后在手机上继续：只能用一次，要先登录 */
  'handover.use': {
    input: { "code": string }
    output: { "path": string }
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
    output: { "kind": "anonymous" | "person" | "staff"; "name": string | null; "roles": ({ "role": "entrepreneur" | "agent" | "clerk" | "reviewer" | "approver" | "editor" | "institution" | "lecturer" | "expert" | "base" | "guarantor" | "bank" | "finance" | "organiser" | "judge" | "administrator" | "auditor"; "zh": string; "division": string; "divisionName": string; "office": string | null })[]; "verification": "none" | "declared" | "verified" | null; "unread": number; "consentDue": boolean; "acting": { "partyId": string; "name": string; "legalForm": string } | null; "lapsed": boolean }
  }
  /** 自己的账号在哪些设备上登录着 */
  'session.findOwn': {
    input: Record<string, never>
    output: { "items": ({ "id": string; "current": boolean; "device": string | null; "provider": string | null; "since": string; "seenAt": string })[] }
  }
  /** 让自己的账号在一台设备上退出 */
  'session.endOwn': {
    input: { "sessionId": string }
    output: { "ended": number }
  }
  /** 让自己的账号在其他所有设备上退出 */
  'session.endOthers': {
    input: Record<string, never>
    output: { "ended": number }
  }
  /** 管理员让一个工作账号在所有设备上退出 */
  'session.endStaff': {
    input: { "accountId": string }
    output: { "ended": number }
  }
  /** 本人的信息，部分隐去 */
  'person.getOwn': {
    input: Record<string, never>
    output: { "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number; "division": string; "divisionName": string }
  }
  /** 填写本人的姓名和证件号码 */
  'person.declareRealName': {
    input: { "name": string; "identityKind"?: "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport"; "identityNumber": string; "identityCountry"?: string; "birthDate"?: string; "version": number }
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
    output: { "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number; "division": string; "divisionName": string; "birthDate": string | null; "verifiedAt": string | null; "facts": ({ "key": string; "zh": string; "value": unknown; "says": string; "source": "declared" | "paper" | "register" | "case"; "recordedAt": string })[]; "cases": ({ "id": string; "number": string; "service": string; "serviceLabel": string; "state": string; "stateLabel": string; "openedAt": string; "endedAt": string | null })[] }
  }
  /** 窗口登记服务对象，当场核验证件 */
  'person.register': {
    input: { "name": string; "phone": string; "identityKind"?: "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport"; "identityNumber": string; "identityCountry"?: string; "birthDate"?: string; "division": string; "consent"?: "paper" | "spoken"; "despiteDeclared"?: boolean }
    output: { "id": string }
  }
  /** 窗口对照证件核验实名 */
  'person.verify': {
    input: { "id": string; "version": number; "name"?: string; "identityKind"?: "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport"; "identityNumber"?: string; "identityCountry"?: string; "birthDate"?: string }
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
  /** 服务条款、个人信息处理说明等，现在的版本 */
  'consent.findTexts': {
    input: Record<string, never>
    output: { "items": ({ "purpose": "terms" | "privacy" | "sharing" | "messages"; "version": number; "title": string; "body": string; "required": boolean; "publishedAt": string })[] }
  }
  /** 一份条款或说明的一个版本 */
  'consent.getText': {
    input: { "purpose": "terms" | "privacy" | "sharing" | "messages"; "version"?: number }
    output: { "purpose": "terms" | "privacy" | "sharing" | "messages"; "version": number; "title": string; "body": string; "required": boolean; "publishedAt": string }
  }
  /** 还要本人看过并同意的条款和说明 */
  'consent.findDue': {
    input: Record<string, never>
    output: { "items": ({ "purpose": "terms" | "privacy" | "sharing" | "messages"; "version": number; "title": string; "body": string; "required": boolean; "publishedAt": string })[] }
  }
  /** 本人表示同意 */
  'consent.give': {
    input: { "items": ({ "purpose": "terms" | "privacy" | "sharing" | "messages"; "version": number })[] }
    output: { "given": true }
  }
  /** 本人撤回同意 */
  'consent.withdraw': {
    input: { "purpose": "terms" | "privacy" | "sharing" | "messages" }
    output: { "withdrawn": true }
  }
  /** 本人同意过什么，什么时候，怎样表示的 */
  'consent.findOwn': {
    input: Record<string, never>
    output: { "purposes": ({ "purpose": "terms" | "privacy" | "sharing" | "messages"; "title": string; "current": number; "required": boolean; "withCase": boolean; "standing": "given" | "withdrawn" | null; "version": number | null; "at": string | null })[]; "history": ({ "purpose": "terms" | "privacy" | "sharing" | "messages"; "title": string; "version": number; "given": boolean; "form": "online" | "paper" | "spoken"; "caseId": string | null; "byClerk": boolean; "at": string })[] }
  }
  /** 服务对象同意过什么 */
  'person.getConsents': {
    input: { "id": string }
    output: { "purposes": ({ "purpose": "terms" | "privacy" | "sharing" | "messages"; "title": string; "current": number; "required": boolean; "withCase": boolean; "standing": "given" | "withdrawn" | null; "version": number | null; "at": string | null })[]; "history": ({ "purpose": "terms" | "privacy" | "sharing" | "messages"; "title": string; "version": number; "given": boolean; "form": "online" | "paper" | "spoken"; "caseId": string | null; "byClerk": boolean; "at": string })[] }
  }
  /** 窗口登记服务对象书面或口头表示的同意或撤回 */
  'person.takeDownConsent': {
    input: { "id": string; "purpose": "terms" | "privacy" | "sharing" | "messages"; "version": number; "given": boolean; "form": "paper" | "spoken" }
    output: { "recorded": true }
  }
  /** 发布条款或说明的新版本；同意过旧版本的，下次登录会再问 */
  'consent.publishText': {
    input: { "purpose": "terms" | "privacy" | "sharing" | "messages"; "version": number; "title": string; "body": string }
    output: { "purpose": "terms" | "privacy" | "sharing" | "messages"; "version": number }
  }
  /** 下级行政区划；不给上级时列出全省各市 */
  'division.find': {
    input: { "parent"?: string }
    output: { "items": ({ "code": string; "name": string; "level": string; "invented": boolean })[] }
  }
  /** 服务窗口和现在是否开门；给出地区时，从近到远 */
  'office.find': {
    input: { "division"?: string; "limit"?: number }
    output: { "items": ({ "id": string; "name": string; "institution": string | null; "division": string; "address": string; "hours": string; "open": boolean; "openSays": string; "closures": (string)[]; "services": (string)[]; "phone": string; "latitude": number | null; "longitude": number | null; "invented": boolean })[] }
  }
  /** 辖区内的机构、窗口和科室 */
  'institution.find': {
    input: Record<string, never>
    output: { "institutions": ({ "id": string; "name": string; "division": string; "divisionName": string; "phone": string; "version": number })[]; "offices": ({ "id": string; "version": number; "institution": string | null; "institutionName": string | null; "name": string; "kind": "window" | "bureau" | "guarantor" | "bank" | "base"; "kindLabel": string; "division": string; "address": string; "phone": string; "services": (string)[]; "capacity": number | null; "latitude": number | null; "longitude": number | null; "endedOn": string | null; "openings": ({ "weekday": number; "opens": number; "closes": number })[]; "hours": string; "closures": ({ "firstDay": string; "lastDay": string; "reason": string })[] })[]; "services": ({ "service": string; "zh": string })[] }
  }
  /** 新增机构 */
  'institution.create': {
    input: { "name": string; "division": string; "phone": string }
    output: { "id": string; "version": number }
  }
  /** 改机构的名称、地区和电话 */
  'institution.save': {
    input: { "id": string; "version": number; "name": string; "division": string; "phone": string }
    output: { "id": string; "version": number }
  }
  /** 新增窗口或科室，写明办理事项和接待时间 */
  'office.create': {
    input: { "institution": string; "name": string; "kind": "window" | "bureau" | "guarantor" | "bank" | "base"; "division": string; "address": string; "phone": string; "services": (string)[]; "capacity": number | null; "latitude": number | null; "longitude": number | null; "endedOn": string | null; "openings": ({ "weekday": number; "opens": number; "closes": number })[]; "closures": ({ "firstDay": string; "lastDay": string; "reason": string })[] }
    output: { "id": string; "version": number }
  }
  /** 改窗口或科室，连同接待时间和不开门的日子 */
  'office.save': {
    input: { "id": string; "version": number; "institution": string; "name": string; "kind": "window" | "bureau" | "guarantor" | "bank" | "base"; "division": string; "address": string; "phone": string; "services": (string)[]; "capacity": number | null; "latitude": number | null; "longitude": number | null; "endedOn": string | null; "openings": ({ "weekday": number; "opens": number; "closes": number })[]; "closures": ({ "firstDay": string; "lastDay": string; "reason": string })[] }
    output: { "id": string; "version": number }
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
  /** 辖区内的工作人员 */
  'staff.find': {
    input: { "q"?: string; "role"?: "entrepreneur" | "agent" | "clerk" | "reviewer" | "approver" | "editor" | "institution" | "lecturer" | "expert" | "base" | "guarantor" | "bank" | "finance" | "organiser" | "judge" | "administrator" | "auditor"; "office"?: string; "state"?: "active" | "disabled"; "after"?: string }
    output: { "items": ({ "id": string; "login": string; "name": string; "desk": string; "state": "active" | "disabled"; "version": number; "createdAt": string; "grants": ({ "id": string; "role": "entrepreneur" | "agent" | "clerk" | "reviewer" | "approver" | "editor" | "institution" | "lecturer" | "expert" | "base" | "guarantor" | "bank" | "finance" | "organiser" | "judge" | "administrator" | "auditor"; "roleLabel": string; "division": string; "divisionName": string; "officeId": string | null; "office": string | null; "validFrom": string; "validTo": string | null; "held": boolean })[]; "absentUntil": string | null; "load": number; "ready": boolean; "whole": boolean; "own": boolean })[]; "next": string | null }
  }
  /** 一位工作人员的账号和角色 */
  'staff.get': {
    input: { "id": string }
    output: { "id": string; "login": string; "name": string; "desk": string; "state": "active" | "disabled"; "version": number; "createdAt": string; "grants": ({ "id": string; "role": "entrepreneur" | "agent" | "clerk" | "reviewer" | "approver" | "editor" | "institution" | "lecturer" | "expert" | "base" | "guarantor" | "bank" | "finance" | "organiser" | "judge" | "administrator" | "auditor"; "roleLabel": string; "division": string; "divisionName": string; "officeId": string | null; "office": string | null; "validFrom": string; "validTo": string | null; "held": boolean })[]; "absentUntil": string | null; "load": number; "ready": boolean; "whole": boolean; "own": boolean }
  }
  /** 新增工作人员；密码和认证器由本人用一次性链接设置 */
  'staff.create': {
    input: { "login": string; "name": string; "desk": string; "grants": ({ "role": "entrepreneur" | "agent" | "clerk" | "reviewer" | "approver" | "editor" | "institution" | "lecturer" | "expert" | "base" | "guarantor" | "bank" | "finance" | "organiser" | "judge" | "administrator" | "auditor"; "division": string; "officeId"?: string | null })[] }
    output: { "id": string; "version": number }
  }
  /** 改工作人员的姓名和座位 */
  'staff.save': {
    input: { "id": string; "version": number; "name": string; "desk": string }
    output: { "id": string; "version": number }
  }
  /** 授予角色：不能授出辖区之外的，也不能授给自己 */
  'staff.grant': {
    input: { "id": string; "version": number; "role": "entrepreneur" | "agent" | "clerk" | "reviewer" | "approver" | "editor" | "institution" | "lecturer" | "expert" | "base" | "guarantor" | "bank" | "finance" | "organiser" | "judge" | "administrator" | "auditor"; "division": string; "officeId"?: string | null }
    output: { "id": string; "version": number }
  }
  /** 结束一个角色；手里有办件的先交接 */
  'staff.endGrant': {
    input: { "id": string; "version": number; "grant": string }
    output: { "id": string; "version": number }
  }
  /** 停用账号并结束它的登录；手里有办件的先交接 */
  'staff.disable': {
    input: { "id": string; "version": number }
    output: { "id": string; "version": number }
  }
  /** 重新启用账号 */
  'staff.enable': {
    input: { "id": string; "version": number }
    output: { "id": string; "version": number }
  }
  /** 生成一次性设置链接，由本人设置密码和认证器；以前的链接作废 */
  'staff.makeSetUp': {
    input: { "id": string }
    output: { "path": string; "validHours": number }
  }
  /** 打开一次性设置链接：要设置的是哪个账号，认证器里加什么 */
  'staff.beginSetUp': {
    input: { "link": string }
    output: { "login": string; "name": string; "secret": string; "uri": string }
  }
  /** 用一次性设置链接设好密码和认证器 */
  'staff.finishSetUp': {
    input: { "link": string; "password": string; "code": string }
    output: { "done": true }
  }
  /** 一个窗口或科室一周的值班表 */
  'duty.getWeek': {
    input: { "office": string; "monday": string }
    output: { "office": string; "days": ({ "day": string; "workday": boolean })[]; "people": ({ "id": string; "name": string; "desk": string; "seats": ({ "day": string; "half": "morning" | "afternoon" })[]; "away": (string)[] })[] }
  }
  /** 排定一周的值班 */
  'duty.saveWeek': {
    input: { "office": string; "monday": string; "seats": ({ "account": string; "day": string; "half": "morning" | "afternoon" })[] }
    output: { "saved": true }
  }
  /** 把一周的安排设为每周固定 */
  'duty.savePattern': {
    input: { "office": string; "monday": string; "seats": ({ "account": string; "day": string; "half": "morning" | "afternoon" })[] }
    output: { "saved": true }
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
  /** 本人的通知设置：哪些事用哪种方式通知、邮箱、免打扰时段 */
  'noticeSetting.getOwn': {
    input: Record<string, never>
    output: { "version": number; "phone": string | null; "email": string | null; "pendingEmail": string | null; "topics": ({ "topic": string; "zh": string; "says": string; "sms": boolean; "email": boolean })[]; "quiet": { "from": string; "until": string } | null }
  }
  /** 保存通知设置 */
  'noticeSetting.save': {
    input: { "version": number; "muted": ("case.sms" | "case.email" | "rating.sms" | "rating.email")[]; "quietFrom"?: string; "quietUntil"?: string }
    output: { "version": number }
  }
  /** 填写邮箱，获取核对邮箱的验证码 */
  'noticeSetting.requestEmail': {
    input: { "email": string }
    output: { "sent": true; "validMinutes": number }
  }
  /** 用验证码核对邮箱 */
  'noticeSetting.confirmEmail': {
    input: { "code": string }
    output: { "confirmed": true }
  }
  /** 删除邮箱，不再用邮件通知 */
  'noticeSetting.removeEmail': {
    input: { "version": number }
    output: { "version": number }
  }
  /** 文件可以发到的本人邮箱，隐去一部分 */
  'noticeSetting.getCopyAddress': {
    input: Record<string, never>
    output: { "email": string | null }
  }
  /** 通知模板：每一类通知的文字 */
  'noticeTemplate.find': {
    input: Record<string, never>
    output: { "items": ({ "code": string; "zh": string; "topic": string; "urgent": boolean; "notice": boolean; "media": ("sms" | "email")[]; "edited": boolean; "outdated": boolean; "releasedAt": string | null; "waiting": boolean })[] }
  }
  /** 一个通知模板：变量、文字、等待发布的修改和历史 */
  'noticeTemplate.get': {
    input: { "code": string }
    output: { "code": string; "zh": string; "topic": string; "urgent": boolean; "notice": boolean; "media": ("sms" | "email")[]; "version": number; "variables": ({ "name": string; "zh": string; "kind": "text" | "date" | "link" | "code"; "sample": string; "personal": boolean; "required": boolean })[]; "parts": ("noticeTitle" | "noticeBody" | "sms" | "emailSubject" | "emailBody")[]; "ownTexts": { "noticeTitle"?: string; "noticeBody"?: string; "sms"?: string; "emailSubject"?: string; "emailBody"?: string }; "texts": { "noticeTitle"?: string; "noticeBody"?: string; "sms"?: string; "emailSubject"?: string; "emailBody"?: string }; "edits": ({ "version": number; "state": "draft" | "released" | "replaced" | "discarded"; "texts": { "noticeTitle"?: string; "noticeBody"?: string; "sms"?: string; "emailSubject"?: string; "emailBody"?: string } | null; "remark": string; "editor": string | null; "editedAt": string; "releaser": string | null; "releasedAt": string | null; "own": boolean })[] }
  }
  /** 修改通知的文字，等另一个人发布；不带文字表示恢复系统自带的 */
  'noticeTemplate.edit': {
    input: { "code": string; "version": number; "texts"?: { "noticeTitle"?: string; "noticeBody"?: string; "sms"?: string; "emailSubject"?: string; "emailBody"?: string }; "remark"?: string }
    output: { "version": number }
  }
  /** 发布另一个人对通知文字的修改 */
  'noticeTemplate.release': {
    input: { "code": string; "version": number }
    output: { "version": number }
  }
  /** 作废等待发布的修改 */
  'noticeTemplate.discard': {
    input: { "code": string; "version": number }
    output: { "version": number }
  }
  /** 发送记录：短信和邮件发给谁（部分隐去）、发出没有、为什么没有 */
  'delivery.find': {
    input: { "state"?: "queued" | "sending" | "sent" | "failed"; "medium"?: "sms" | "email"; "template"?: string; "after"?: string }
    output: { "items": ({ "id": string; "at": string; "medium": "sms" | "email"; "template": string; "templateName": string; "recipient": string; "divisionName": string | null; "caseId": string | null; "state": "queued" | "sending" | "sent" | "failed"; "tries": number; "fault": string | null; "nextTryAt": string | null; "sentAt": string | null })[]; "counts": ({ "state": "queued" | "sending" | "sent" | "failed"; "count": number })[]; "templates": ({ "code": string; "zh": string })[]; "next": string | null }
  }
  /** 重发一条发送失败的短信或邮件 */
  'delivery.retry': {
    input: { "messageId": string }
    output: { "nextTryAt": string }
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
  /** 一份材料的名称、类别和所属办件 */
  'paper.get': {
    input: { "id": string }
    output: { "id": string; "name": string; "kindLabel": string; "mediaType": string; "size": number; "uploadedAt": string; "case": { "id": string; "number": string; "service": string } | null }
  }
  /** 下载一份材料 */
  'paper.download': {
    input: { "id": string }
    output: Blob
  }
  /** 把一份材料发到本人核对过的邮箱 */
  'paper.sendCopy': {
    input: { "id": string }
    output: { "id": string }
  }
  /** 收件箱：我手里的、本窗口或科室的、辖区内的办件 */
  'case.findInbox': {
    input: { "view"?: "mine" | "office" | "waiting" | "all"; "sort"?: "due" | "age"; "assignee"?: string; "unassigned"?: "yes"; "state"?: string; "overdue"?: "yes"; "division"?: string; "q"?: string; "after"?: string }
    output: { "items": ({ "id": string; "number": string; "service": string; "serviceLabel": string; "applicant": string; "state": string; "stateLabel": string; "channel": string; "channelLabel": string; "division": string; "divisionName": string; "sentence": string; "dueOn": string | null; "workdaysLeft": number | null; "overdue": boolean; "holder": "applicant" | "office" | "none"; "office": string | null; "holding": number; "assignee": string | null; "mine": boolean; "first": string | null; "waitingReason": string | null; "submittedAt": string | null; "openedAt": string; "round": number })[]; "next": string | null }
  }
  /** 收件箱旁的数：我手里的、待领办的、各状态的和超期的 */
  'case.countInbox': {
    input: Record<string, never>
    output: { "counts": ({ "state": string; "label": string; "count": number })[]; "overdueCount": number; "mineCount": number; "poolCount": number }
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
  /** 请假和代理：自己的；管理员看辖区内的 */
  'absence.find': {
    input: Record<string, never>
    output: { "items": ({ "id": string; "account": string; "name": string; "deputy": string | null; "kind": "annual" | "sick" | "family" | "business" | "training" | "other"; "kindLabel": string; "firstDay": string; "lastDay": string; "stateLabel": string; "open": boolean; "version": number })[]; "administers": boolean }
  }
  /** 登记请假和代理人；当天开始的，手里的办件马上交给代理人 */
  'absence.record': {
    input: { "account": string; "kind": "annual" | "sick" | "family" | "business" | "training" | "other"; "firstDay": string; "lastDay": string; "deputy": string | null }
    output: { "id": string; "says": string }
  }
  /** 销假：没开始的取消，已开始的到昨天为止，没办完的办件交还 */
  'absence.end': {
    input: { "id": string; "version": number }
    output: { "id": string; "version": number }
  }
  /** 登记自己回避这一件或这位申请人；手里的改派给别人 */
  'case.recuse': {
    input: { "id": string; "kind": "kinship" | "interest" | "former" | "other"; "whole": boolean }
    output: { "reassigned": number }
  }
  /** 登记的回避：自己的；管理员看辖区内的 */
  'recusal.find': {
    input: Record<string, never>
    output: { "items": ({ "id": string; "name": string; "kindLabel": string; "number": string | null; "recordedAt": string; "endedAt": string | null })[] }
  }
  /** 解除回避 */
  'recusal.end': {
    input: { "id": string }
    output: { "id": string }
  }
  /** 交接之前看一遍：每一件交给谁，哪些交不了、为什么 */
  'staff.previewHandOver': {
    input: { "id": string; "to": string; "others": ({ "case": string; "to": string })[] }
    output: { "whole": boolean; "firstCount": number; "deputyFor": (string)[]; "items": ({ "id": string; "number": string; "stateLabel": string; "to": string; "toName": string; "problem": string | null })[] }
  }
  /** 离岗交接：办件全部交给接手的人，角色、值班和登录一并结束，要么全办要么不办 */
  'staff.handOver': {
    input: { "id": string; "to": string; "others": ({ "case": string; "to": string })[]; "version": number; "reason": string; "leaves": boolean }
    output: { "passed": number }
  }
  /** 本人对一个办结办件的评价，和对它的回复 */
  'rating.getOwn': {
    input: { "id": string }
    output: { "number": string; "serviceLabel": string; "office": string | null; "endedAt": string; "closesOn": string; "closed": boolean; "rating": { "stars": number; "starsWord": string; "tags": (string)[]; "words": string | null; "additions": (string)[]; "givenAt": string; "answer": { "dueOn": string; "reply": string | null; "result": string | null; "repliedAt": string | null } | null } | null }
  }
  /** 评价一个办结的办件：每办完一次评价一次，交了不能改 */
  'rating.give': {
    input: { "id": string; "stars": number; "tags"?: ("kind" | "clear" | "quick" | "once" | "rude" | "unclear" | "slow" | "again" | "tooMuch" | "hardToUse")[]; "words"?: string }
    output: { "stars": number }
  }
  /** 在自己的评价后面补充几句 */
  'rating.add': {
    input: { "id": string; "words": string }
    output: { "additions": number }
  }
  /** 请申请人当场评价：一个半小时内有效的评价地址 */
  'rating.invite': {
    input: { "id": string }
    output: { "path": string; "expiresAt": string }
  }
  /** 当场评价的页面要知道的：哪件事、哪个窗口、评过没有 */
  'rating.getByCode': {
    input: { "token": string }
    output: { "number": string; "serviceLabel": string; "office": string | null; "endedAt": string; "closesOn": string; "rated": boolean }
  }
  /** 当场评价，不用登录 */
  'rating.giveByCode': {
    input: { "token": string; "stars": number; "tags"?: ("kind" | "clear" | "quick" | "once" | "rude" | "unclear" | "slow" | "again" | "tooMuch" | "hardToUse")[]; "words"?: string }
    output: { "stars": number }
  }
  /** 辖区里的评价：等回复的差评最急的在前，其他的最新的在前 */
  'rating.find': {
    input: { "view"?: "open" | "bad" | "all"; "service"?: string; "after"?: string }
    output: { "items": ({ "id": string; "stars": number; "starsWord": string; "bad": boolean; "tags": (string)[]; "hasWords": boolean; "serviceLabel": string; "office": string | null; "divisionName": string; "channel": string; "givenAt": string; "answerState": "open" | "contacted" | "replied" | null; "dueOn": string | null; "overdue": boolean })[]; "open": number; "overdue": number; "services": ({ "service": string; "zh": string })[]; "next": string | null }
  }
  /** 一条评价的全文；差评还有评价人，以便联系 */
  'rating.get': {
    input: { "ratingId": string }
    output: { "id": string; "stars": number; "starsWord": string; "bad": boolean; "tags": (string)[]; "hasWords": boolean; "serviceLabel": string; "office": string | null; "divisionName": string; "channel": string; "givenAt": string; "answerState": "open" | "contacted" | "replied" | null; "dueOn": string | null; "overdue": boolean; "words": string | null; "answer": { "number": string; "name": string | null; "phone": string | null; "version": number; "contactWay": string | null; "contactNote": string | null; "contactedAt": string | null; "reply": string | null; "result": string | null; "repliedAt": string | null } | null }
  }
  /** 记下联系差评人的经过 */
  'rating.contact': {
    input: { "ratingId": string; "version": number; "way": "phone" | "visit" | "window" | "unreached"; "note": string }
    output: { "version": number }
  }
  /** 回复差评并写明处理结果；评价人会收到通知 */
  'rating.reply': {
    input: { "ratingId": string; "version": number; "result": "solved" | "explained" | "ongoing" | "unreached"; "reply": string }
    output: { "version": number }
  }
  /** 评价的数字：按事项、机构、人员、地区或月份 */
  'rating.getFigures': {
    input: { "by"?: "service" | "office" | "person" | "division" | "month"; "from"?: string; "to"?: string }
    output: { "from": string; "to": string; "items": ({ "key": string | null; "name": string; "ended": number; "rated": number; "stars": (number)[]; "bad": number; "replied": number; "repliedInTime": number })[] }
  }
  /** 文书清单：一个办件的，或辖区内的 */
  'letter.find': {
    input: { "case"?: string; "kind"?: string; "served"?: "no"; "q"?: string; "after"?: string }
    output: { "items": ({ "id": string; "number": string; "kind": string; "title": string; "caseId": string; "division": string; "service": string; "serviceLabel": string; "office": string; "issuedOn": string; "servedOn": string | null })[]; "next": string | null; "kinds": ({ "kind": string; "title": string })[] }
  }
  /** 核验一份文书：凭编号和校验码 */
  'letter.verify': {
    input: { "number": string; "code": string }
    output: { "number": string; "title": string; "serviceLabel": string; "office": string; "issuedOn": string; "hash": string }
  }
  /** 一份文书的全文、送达情况和救济期限 */
  'letter.get': {
    input: { "id": string }
    output: { "id": string; "number": string; "kind": string; "title": string; "caseId": string; "division": string; "service": string; "serviceLabel": string; "office": string; "issuedOn": string; "servedOn": string | null; "content": { "format": 1; "title": string; "number": string; "caseNumber": string; "service": string; "addressee": string; "blocks": ({ "block": "paragraph"; "text": string } | { "block": "facts"; "items": ({ "term": string; "value": string })[] } | { "block": "table"; "head": (string)[]; "widths": (number)[]; "rows": ((string)[])[] })[]; "appeal": (string)[]; "office": { "name": string; "address": string; "hours": string; "phone": string }; "issuedOn": string; "decision": boolean; "invented": boolean; "verifyAddress": string; "salt": string }; "hash": string; "checkCode": string; "verifyHref": string; "servings": ({ "way": string; "wayLabel": string; "servedOn": string; "receipt": string | null; "recordedAt": string })[]; "appeal": { "reviewBy": string; "suitBy": string } | null }
  }
  /** 一份文书的 PDF */
  'letter.getPdf': {
    input: { "id": string }
    output: Blob
  }
  /** 把文书的 PDF 发到本人核对过的邮箱 */
  'letter.sendCopy': {
    input: { "id": string }
    output: { "id": string }
  }
  /** 登记申请人在网上打开了文书，第一次即为送达 */
  'letter.recordOpening': {
    input: { "id": string }
    output: { "id": string }
  }
  /** 登记送达：窗口当面、邮寄或者短信邮件 */
  'letter.recordServing': {
    input: { "id": string; "way": "window" | "mail" | "message"; "servedOn": string; "receipt"?: string }
    output: { "id": string }
  }
  /** 辖区内的企业：按统一社会信用代码或名称查找 */
  'enterprise.find': {
    input: { "text"?: string; "after"?: string }
    output: { "items": ({ "id": string; "name": string; "creditCode": string; "legalForm": string; "legalFormLabel": string; "industry": string; "industryLabel": string; "registeredOn": string; "staff": number | null; "verification": "declared" | "verified"; "division": string; "divisionName": string; "version": number })[]; "next": string | null }
  }
  /** 一家企业的登记信息、已知事实、代办人和办件 */
  'enterprise.get': {
    input: { "id": string }
    output: { "id": string; "name": string; "creditCode": string; "legalForm": string; "legalFormLabel": string; "industry": string; "industryLabel": string; "registeredOn": string; "staff": number | null; "verification": "declared" | "verified"; "division": string; "divisionName": string; "version": number; "facts": ({ "key": string; "zh": string; "value": unknown; "says": string; "source": "declared" | "paper" | "register" | "case"; "recordedAt": string })[]; "agencies": ({ "id": string; "state": "proposed" | "confirmed" | "declined" | "ended"; "stateLabel": string; "holds": boolean; "name": string; "creditCode": string; "legalFormLabel": string; "industryLabel": string; "registeredOn": string; "division": string; "divisionName": string; "principalId": string | null; "agentId": string; "agentName": string | null; "agentVerification": "none" | "declared" | "verified" | null; "paperId": string | null; "paperType": string | null; "validFrom": string; "validTo": string; "reason": string | null; "proposedAt": string; "decidedAt": string | null; "version": number })[]; "cases": ({ "id": string; "number": string; "service": string; "serviceLabel": string; "state": string; "stateLabel": string; "openedAt": string; "endedAt": string | null })[] }
  }
  /** 正在代办的企业和它的代办人 */
  'enterprise.getOwn': {
    input: Record<string, never>
    output: { "id": string; "name": string; "creditCode": string; "legalForm": string; "legalFormLabel": string; "industry": string; "industryLabel": string; "registeredOn": string; "staff": number | null; "verification": "declared" | "verified"; "division": string; "divisionName": string; "version": number; "agencies": ({ "id": string; "state": "proposed" | "confirmed" | "declined" | "ended"; "stateLabel": string; "holds": boolean; "name": string; "creditCode": string; "legalFormLabel": string; "industryLabel": string; "registeredOn": string; "division": string; "divisionName": string; "principalId": string | null; "agentId": string; "agentName": string | null; "agentVerification": "none" | "declared" | "verified" | null; "paperId": string | null; "paperType": string | null; "validFrom": string; "validTo": string; "reason": string | null; "proposedAt": string; "decidedAt": string | null; "version": number })[] }
  }
  /** 窗口对照营业执照登记企业 */
  'enterprise.register': {
    input: { "name": string; "creditCode": string; "legalForm": "company" | "partnership" | "soleProprietorship" | "cooperative" | "otherForm"; "industry": string; "registeredOn": string; "division": string; "staff"?: number }
    output: { "id": string }
  }
  /** 窗口对照营业执照更正企业信息 */
  'enterprise.amend': {
    input: { "id": string; "version": number; "name"?: string; "legalForm"?: "company" | "partnership" | "soleProprietorship" | "cooperative" | "otherForm"; "industry"?: string; "staff"?: number }
    output: { "id": string; "version": number }
  }
  /** 登记代办：我代哪家企业办事 */
  'agency.propose': {
    input: { "agentId"?: string; "name": string; "creditCode": string; "legalForm": "company" | "partnership" | "soleProprietorship" | "cooperative" | "otherForm"; "industry": string; "registeredOn": string; "division": string; "validTo": string }
    output: { "id": string; "state": string; "version": number }
  }
  /** 上传授权委托书（PDF、JPG、PNG，20 MB 以内） */
  'agency.addPaper': {
    input: { "id": string }
    output: { "id": string; "state": string; "version": number }
  }
  /** 我代谁办事 */
  'agency.findOwn': {
    input: Record<string, never>
    output: { "items": ({ "id": string; "state": "proposed" | "confirmed" | "declined" | "ended"; "stateLabel": string; "holds": boolean; "name": string; "creditCode": string; "legalFormLabel": string; "industryLabel": string; "registeredOn": string; "division": string; "divisionName": string; "principalId": string | null; "agentId": string; "agentName": string | null; "agentVerification": "none" | "declared" | "verified" | null; "paperId": string | null; "paperType": string | null; "validFrom": string; "validTo": string; "reason": string | null; "proposedAt": string; "decidedAt": string | null; "version": number })[]; "acting": string | null }
  }
  /** 等窗口确认的代办 */
  'agency.findWaiting': {
    input: { "after"?: string }
    output: { "items": ({ "id": string; "state": "proposed" | "confirmed" | "declined" | "ended"; "stateLabel": string; "holds": boolean; "name": string; "creditCode": string; "legalFormLabel": string; "industryLabel": string; "registeredOn": string; "division": string; "divisionName": string; "principalId": string | null; "agentId": string; "agentName": string | null; "agentVerification": "none" | "declared" | "verified" | null; "paperId": string | null; "paperType": string | null; "validFrom": string; "validTo": string; "reason": string | null; "proposedAt": string; "decidedAt": string | null; "version": number })[]; "next": string | null }
  }
  /** 一项代办 */
  'agency.get': {
    input: { "id": string }
    output: { "id": string; "state": "proposed" | "confirmed" | "declined" | "ended"; "stateLabel": string; "holds": boolean; "name": string; "creditCode": string; "legalFormLabel": string; "industryLabel": string; "registeredOn": string; "division": string; "divisionName": string; "principalId": string | null; "agentId": string; "agentName": string | null; "agentVerification": "none" | "declared" | "verified" | null; "paperId": string | null; "paperType": string | null; "validFrom": string; "validTo": string; "reason": string | null; "proposedAt": string; "decidedAt": string | null; "version": number }
  }
  /** 窗口对照授权委托书和营业执照，确认代办 */
  'agency.confirm': {
    input: { "id": string; "version": number }
    output: { "id": string; "state": string; "version": number }
  }
  /** 不予确认代办，写明原因 */
  'agency.decline': {
    input: { "id": string; "version": number; "reason": string }
    output: { "id": string; "state": string; "version": number }
  }
  /** 终止代办：代办人、企业的其他代办人，或窗口受企业之托 */
  'agency.end': {
    input: { "id": string; "version": number }
    output: { "id": string; "state": string; "version": number }
  }
  /** 切换办事身份：为本人办，或代某家企业办 */
  'session.actFor': {
    input: { "agencyId": string | null }
    output: { "acting": string | null }
  }
  /** 查看本人的全部档案 */
  'person.getOwnFile': {
    input: Record<string, never>
    output: { "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "verifiedAt": string | null; "version": number; "division": string; "divisionName": string; "facts": ({ "key": string; "zh": string; "value": unknown; "says": string; "source": "declared" | "paper" | "register" | "case"; "recordedAt": string; "timesUsed": number })[]; "cases": ({ "id": string; "number": string; "service": string; "serviceLabel": string; "stateLabel": string; "openedAt": string; "endedAt": string | null })[]; "papers": ({ "id": string; "kindLabel": string; "name": string; "mediaType": string; "size": number; "caseNumber": string | null; "uploadedAt": string })[]; "judgements": ({ "id": string; "caseNumber": string | null; "serviceLabel": string; "result": "met" | "unmet" | "unknown"; "judgedAt": string; "factsUsed": number })[]; "notices": number; "accounts": ({ "phone": string | null; "since": string; "mergedAt": string | null })[]; "former": ({ "target": string; "zh": string; "before": string; "caseId": string | null; "caseNumber": string | null; "replacedAt": string })[] }
  }
  /** 查看本人完整的姓名、手机号和证件号码 */
  'person.revealOwn': {
    input: Record<string, never>
    output: { "name": string | null; "phone": string | null; "identity": string | null; "former": ({ "target": string; "zh": string; "before": string; "caseId": string | null; "caseNumber": string | null; "replacedAt": string })[] }
  }
  /** 下载本人全部档案的副本 */
  'person.copyOwn': {
    input: Record<string, never>
    output: Blob
  }
  /** 把本人全部档案的副本发到本人核对过的邮箱 */
  'person.sendOwnCopy': {
    input: Record<string, never>
    output: { "sent": true }
  }
  /** 谁看过我的信息 */
  'person.findOwnLooks': {
    input: { "after"?: string }
    output: { "items": ({ "id": string; "at": string; "roleLabel": string; "office": string | null; "what": string; "kind": "read" | "wrote"; "listed": boolean; "caseNumber": string | null; "channelLabel": string })[]; "next": string | null }
  }
  /** 谁看过这位服务对象的信息 */
  'person.findLooks': {
    input: { "id": string; "after"?: string }
    output: { "items": ({ "id": string; "at": string; "roleLabel": string; "office": string | null; "what": string; "kind": "read" | "wrote"; "listed": boolean; "caseNumber": string | null; "channelLabel": string })[]; "next": string | null }
  }
  /** 服务对象的信息在更正前是什么 */
  'person.findFormer': {
    input: { "id": string }
    output: { "items": ({ "target": string; "zh": string; "before": string; "caseId": string | null; "caseNumber": string | null; "replacedAt": string })[] }
  }
  /** 疑似重复的服务对象 */
  'person.findDuplicates': {
    input: { "after"?: string }
    output: { "items": ({ "sides": ({ "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number; "division": string; "divisionName": string })[]; "reasons": (string)[] })[]; "next": string | null }
  }
  /** 核对后标为不是同一个人 */
  'person.settleDuplicate': {
    input: { "id": string; "otherId": string; "reason": string }
    output: { "id": string }
  }
  /** 核对要合并的两份档案，看合并会带来什么 */
  'person.previewMerge': {
    input: { "id": string; "mergedId": string }
    output: { "survivor": { "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number; "division": string; "divisionName": string }; "merged": { "id": string; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "verification": "none" | "declared" | "verified"; "version": number; "division": string; "divisionName": string }; "moves": { "cases": number; "facts": number; "papers": number; "notices": number; "accounts": number }; "obstacles": ({ "code": string; "says": string; "wayOut": string })[] }
  }
  /** 把同一个人的另一份档案并入这一份 */
  'person.merge': {
    input: { "id": string; "mergedId": string; "version": number; "mergedVersion": number; "reason": string }
    output: { "id": string }
  }
  /** 撤销档案合并 */
  'person.unmerge': {
    input: { "id": string; "reason": string }
    output: { "id": string }
  }
  /** 这位服务对象的档案合并情况 */
  'person.getMerges': {
    input: { "id": string }
    output: { "mergedInto": string | null; "merged": ({ "id": string; "reason": string; "mergedAt": string; "by": string | null })[] }
  }
  /** 审计记录：谁在什么时候对什么做了什么 */
  'audit.find': {
    input: { "subject"?: string; "actor"?: string; "operation"?: string; "division"?: string; "from"?: string; "to"?: string; "after"?: string }
    output: { "items": ({ "id": string; "at": string; "actor": string | null; "roleLabel": string; "operation": string; "what": string; "subjectKind": string | null; "subjectLabel": string | null; "subjectId": string | null; "caseNumber": string | null; "divisionName": string | null; "channelLabel": string; "traceId": string; "shown": number })[]; "next": string | null }
  }
  /** 导出审计记录（表格，最多一万行） */
  'audit.export': {
    input: { "subject"?: string; "actor"?: string; "operation"?: string; "division"?: string; "from"?: string; "to"?: string }
    output: Blob
  }
  /** 删除我的信息：会删除什么、要保存什么、现在能不能删 */
  'erasure.getOwn': {
    input: Record<string, never>
    output: { "erases": (string)[]; "rules": ({ "what": string; "after": string; "period": string; "article": string })[]; "obstacles": ({ "code": "open-case" | "agency" | "hold" | "retention"; "says": string; "article": string; "until": string | null; "wayOut": string })[]; "current": { "id": string; "origin": "wish" | "retention" | "replay"; "state": "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "stateLabel": string; "askedAt": string; "reason": string | null; "version": number; "withdrawable": boolean } | null }
  }
  /** 本人申请删除自己的全部个人信息 */
  'erasure.ask': {
    input: { "confirmed": true }
    output: { "id": string; "state": "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "version": number }
  }
  /** 本人撤回删除申请 */
  'erasure.withdraw': {
    input: { "id": string; "version": number }
    output: { "id": string; "state": "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "version": number }
  }
  /** 到期与删除：保存期满的和本人申请删除的 */
  'erasure.find': {
    input: { "state"?: "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "ground"?: "idlePerson" | "endedCase" | "ownWish" | "replay"; "after"?: string }
    output: { "items": ({ "id": string; "partyId": string; "name": string | null; "phone": string | null; "divisionName": string; "ground": "idlePerson" | "endedCase" | "ownWish" | "replay"; "groundLabel": string; "article": string; "dueOn": string; "state": "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "stateLabel": string; "proposedBy": string; "proposedAt": string; "decidedBy": string | null; "decidedAt": string | null; "endedAt": string | null; "reason": string | null; "version": number; "decidable": boolean })[]; "next": string | null; "rules": ({ "what": string; "after": string; "period": string; "article": string })[] }
  }
  /** 管理员凭本人书面申请提出删除 */
  'erasure.propose': {
    input: { "partyId": string }
    output: { "id": string; "state": "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "version": number }
  }
  /** 批准删除（提出的人以外的另一人） */
  'erasure.approve': {
    input: { "id": string; "version": number }
    output: { "id": string; "state": "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "version": number }
  }
  /** 不予删除，写明理由 */
  'erasure.refuse': {
    input: { "id": string; "version": number; "reason": string }
    output: { "id": string; "state": "proposed" | "approved" | "carrying" | "done" | "refused" | "withdrawn"; "version": number }
  }
  /** 搜索政策和服务，按相关程度排列 */
  'search.find': {
    input: { "q": string; "after"?: string }
    output: { "closeness": "every" | "any" | "alike"; "items": ({ "kind": string; "ref": string; "href": string; "title": ({ "text": string; "hit": boolean })[]; "excerpt": ({ "text": string; "hit": boolean })[]; "note": string })[]; "next": string | null }
  }
  /** 核验记录：谁在什么时候核验过，发现了什么 */
  'verification.find': {
    input: { "after"?: string }
    output: { "items": ({ "id": string; "state": "running" | "done" | "failed" | "cancelled"; "version": number; "by": string; "startedAt": string; "finishedAt": string | null; "total": number; "done": number; "seals": number | null; "found": number | null; "findings": ({ "table": string; "row": string; "place": string | null; "says": string })[]; "fault": string | null })[]; "next": string | null }
  }
  /** 核验全部封印和办理经过 */
  'verification.start': {
    input: Record<string, never>
    output: { "id": string; "version": number }
  }
  /** 停止正在进行的核验 */
  'verification.cancel': {
    input: { "id": string; "version": number }
    output: { "id": string; "version": number }
  }
  /** 统计：一段时间、一个地区及下级、一项或全部服务的数字，各有定义，并和上一段时间比 */
  'statistics.get': {
    input: { "from": string; "to": string; "division"?: string; "service"?: string }
    output: { "from": string; "to": string; "previousFrom": string; "previousTo": string; "division": string; "trail": ({ "code": string; "name": string })[]; "roots": ({ "code": string; "name": string })[]; "services": ({ "service": string; "label": string })[]; "numbers": ({ "key": string; "zh": string; "meaning": string; "unit": "count" | "rate"; "value": number | null; "previous": number | null })[]; "trend": ({ "bucket": string; "received": number; "ended": number })[]; "byMonth": boolean; "outcomes": ({ "label": string; "count": number })[]; "refusals": ({ "label": string; "count": number })[]; "steps": ({ "service": string; "serviceLabel": string; "state": string; "label": string; "count": number; "median": number; "ninth": number; "late": number | null })[]; "holders": ({ "label": string; "days": number; "share": number })[]; "children": ({ "code": string | null; "name": string; "received": number; "ended": number; "open": number; "overdue": number; "onTime": number | null })[]; "funnels": ({ "service": string; "title": string; "chart": { "width": number; "height": number; "boxes": ({ "id": string; "zh": string; "x": number; "y": number; "width": number; "height": number; "state": "done" | "lit" | "ahead" })[]; "edges": ({ "from": string; "to": string; "zh"?: string; "points": ({ "x": number; "y": number })[]; "label"?: { "x": number; "y": number } })[] }; "boxes": ({ "id": string; "entered": number; "median": number | null })[]; "arrows": ({ "from": string; "to": string; "count": number; "share": number | null })[] })[] }
  }
  /** 导出统计：页面上的全部数字，一张表，XLSX 或 CSV */
  'statistics.export': {
    input: { "from": string; "to": string; "division"?: string; "service"?: string; "form"?: "xlsx" | "csv" }
    output: Blob
  }
  /** 公开的数据：近十二个月服务了多少、用了多久；少于五的不公布 */
  'statistics.getPublic': {
    input: Record<string, never>
    output: { "from": string; "to": string; "fewest": number; "numbers": ({ "key": string; "zh": string; "meaning": string; "unit": "count" | "rate"; "value": number | null; "previous": number | null })[]; "services": ({ "label": string; "received": number | null; "done": number | null; "steps": ({ "label": string; "median": number | null })[] })[] }
  }
  /** 政策法规，最新的在前；可按主题、层级、效力、地区筛选 */
  'policy.find': {
    input: { "topic"?: "loan" | "subsidy" | "training" | "incubation" | "tax" | "insurance" | "guidance" | "activity" | "graduate" | "returnee" | "veteran" | "stability" | "general"; "level"?: "national" | "province" | "city" | "county"; "standing"?: "current" | "future" | "expired" | "replaced" | "withdrawn"; "division"?: string; "after"?: string }
    output: { "items": ({ "slug": string; "title": string; "level": string; "levelLabel": string; "division": string; "divisionName": string; "topic": string; "topicLabel": string; "issuer": string; "number": string; "issuedOn": string; "effectiveOn": string; "expiresOn": string | null; "standing": "current" | "future" | "expired" | "replaced" | "withdrawn"; "standingLabel": string; "invented": boolean; "who": string })[]; "next": string | null; "topics": ({ "topic": string; "label": string; "count": number })[] }
  }
  /** 一份政策的全文、政策卡片、效力和与其他政策的关系；已撤下的说明原因 */
  'policy.get': {
    input: { "slug": string }
    output: { "slug": string; "title": string; "level": string; "levelLabel": string; "division": string; "divisionName": string; "topic": string; "topicLabel": string; "issuer": string; "number": string; "issuedOn": string; "effectiveOn": string; "expiresOn": string | null; "standing": "current" | "future" | "expired" | "replaced" | "withdrawn"; "standingLabel": string; "invented": boolean; "edition": number; "editions": number; "publishedAt": string; "changeNote": string; "withdrawn": { "at": string; "reason": string } | null; "sourceAddress": string; "sourceSays": string; "card": { "who": string; "howMuch": string; "bring": (string)[]; "howLong": string; "where": string } | null; "body": ({ "kind": "heading" | "paragraph" | "list" | "numbered" | "table"; "text"?: string; "items"?: (string)[]; "rows"?: ((string)[])[] })[]; "links": ({ "relation": "replaces" | "amends" | "implements" | "replacedBy" | "amendedBy" | "implementedBy"; "relationLabel": string; "slug": string; "title": string; "number": string; "effectiveOn": string; "standing": "current" | "future" | "expired" | "replaced" | "withdrawn"; "standingLabel": string })[]; "service": string | null; "rule": string | null }
  }
  /** 一份政策发布过的各个版本，最新的在前 */
  'policy.findVersions': {
    input: { "slug": string }
    output: { "slug": string; "title": string; "items": ({ "edition": number; "state": string; "stateLabel": string; "publishedAt": string; "closedAt": string | null; "changeNote": string; "withdrawnReason": string })[] }
  }
  /** 两个发布过的版本逐处对照，按词标出增删 */
  'policy.compare': {
    input: { "slug": string; "from": string; "to": string }
    output: { "slug": string; "title": string; "from": number; "to": number; "changes": ({ "place": string; "parts": ({ "kind": "same" | "added" | "removed"; "text": string })[] })[]; "unchanged": number }
  }
  /** 信息员的政策稿：正在编审的和已发布的，最近改动的在前，附各状态数目和到期提醒 */
  'policyWork.find': {
    input: { "state"?: "collected" | "organised" | "inReview" | "scheduled" | "published" | "takenDown" | "discarded"; "topic"?: "loan" | "subsidy" | "training" | "incubation" | "tax" | "insurance" | "guidance" | "activity" | "graduate" | "returnee" | "veteran" | "stability" | "general"; "q"?: string; "after"?: string }
    output: { "items": ({ "slug": string; "edition": number; "title": string; "number": string; "topicLabel": string; "divisionName": string; "state": string; "stateLabel": string; "author": string; "changedAt": string; "publishOn": string | null; "standingLabel": string; "mine": boolean })[]; "next": string | null; "counts": ({ "state": string; "label": string; "count": number })[]; "tasks": ({ "slug": string; "title": string; "kindLabel": string; "dueOn": string; "daysLeft": number })[] }
  }
  /** 和要收集的政策文号相同或标题相近的 */
  'policyWork.findAlike': {
    input: { "title"?: string; "number"?: string }
    output: { "items": ({ "slug": string; "title": string; "number": string; "stateLabel": string; "why": "number" | "title" })[] }
  }
  /** 一份政策稿的内容、缺项、可办的事和经过；不给版次时是正在编审的一版 */
  'policyWork.get': {
    input: { "slug": string; "edition"?: string }
    output: { "id": string; "slug": string; "edition": number; "number": string; "serviceLabel": string; "version": number; "state": string; "stateLabel": string; "round": number; "channelLabel": string; "divisionName": string; "overdue": boolean; "sentence": string; "editable": boolean; "content": { "title": string; "level": "national" | "province" | "city" | "county" | null; "division": string | null; "issuer": string; "number": string; "topic": "loan" | "subsidy" | "training" | "incubation" | "tax" | "insurance" | "guidance" | "activity" | "graduate" | "returnee" | "veteran" | "stability" | "general" | null; "issuedOn": string | null; "effectiveOn": string | null; "expiresOn": string | null; "sourceAddress": string; "sourceSays": string; "card": { "who": string; "howMuch": string; "bring": (string)[]; "howLong": string; "where": string }; "body": ({ "kind": "heading" | "paragraph" | "list" | "numbered" | "table"; "text"?: string; "items"?: (string)[]; "rows"?: ((string)[])[] })[]; "links": ({ "kind": "replaces" | "amends" | "implements"; "slug": string })[]; "service": "guaranteedLoan" | null; "changeNote": string }; "sourceText": string; "linked": ({ "relation": "replaces" | "amends" | "implements" | "replacedBy" | "amendedBy" | "implementedBy"; "relationLabel": string; "slug": string; "title": string; "number": string; "effectiveOn": string; "standing": "current" | "future" | "expired" | "replaced" | "withdrawn"; "standingLabel": string })[]; "gaps": ({ "field": string; "message": string })[]; "remarks": ({ "place": string; "says": string })[]; "people": { "collected": string; "author": string; "reviewer": string }; "publishOn": string | null; "publishedAt": string | null; "withdrawnReason": string; "publishedEdition": number | null; "openEdition": number | null; "editions": ({ "edition": number; "state": string; "stateLabel": string })[]; "divisions": ({ "value": string; "label": string })[]; "chart": { "width": number; "height": number; "boxes": ({ "id": string; "zh": string; "x": number; "y": number; "width": number; "height": number; "state": "done" | "lit" | "ahead" })[]; "edges": ({ "from": string; "to": string; "zh"?: string; "points": ({ "x": number; "y": number })[]; "label"?: { "x": number; "y": number } })[] }; "actions": ({ "action": string; "button": string; "allowed": boolean; "reason": string })[]; "history": ({ "sequence": number; "round": number; "action": string; "label": string; "from": string; "to": string; "stateLabel": string; "role": string; "roleLabel": string; "office": string | null; "channel": string; "channelLabel": string; "at": string; "detail": Record<string, unknown>; "letters"?: ({ "id": string; "title": string; "number": string })[] })[] }
  }
  /** 任意两个版本逐处对照，审核时看改了什么 */
  'policyWork.compare': {
    input: { "slug": string; "from": string; "to": string }
    output: { "slug": string; "title": string; "from": number; "to": number; "changes": ({ "place": string; "parts": ({ "kind": "same" | "added" | "removed"; "text": string })[] })[]; "unchanged": number }
  }
  /** 收集一份政策：来源和原文；已有相似的先提醒 */
  'policyWork.collect': {
    input: { "title": string; "number"?: string; "sourceAddress"?: string; "sourceSays"?: string; "text"?: string; "anyway"?: boolean }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 修订：从已发布的版本开始新的一版 */
  'policyWork.revise': {
    input: { "slug": string }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 确认一份即将到期的政策到期后失效，不再提醒 */
  'policyWork.settleTask': {
    input: { "slug": string }
    output: { "tasks": number }
  }
  /** 保存编辑的内容（不是送审） */
  'policyWork.save': {
    input: { "slug": string; "edition": number; "version": number; "content": { "title": string; "level": "national" | "province" | "city" | "county" | null; "division": string | null; "issuer": string; "number": string; "topic": "loan" | "subsidy" | "training" | "incubation" | "tax" | "insurance" | "guidance" | "activity" | "graduate" | "returnee" | "veteran" | "stability" | "general" | null; "issuedOn": string | null; "effectiveOn": string | null; "expiresOn": string | null; "sourceAddress": string; "sourceSays": string; "card": { "who": string; "howMuch": string; "bring": (string)[]; "howLong": string; "where": string }; "body": ({ "kind": "heading" | "paragraph" | "list" | "numbered" | "table"; "text"?: string; "items"?: (string)[]; "rows"?: ((string)[])[] })[]; "links": ({ "kind": "replaces" | "amends" | "implements"; "slug": string })[]; "service": "guaranteedLoan" | null; "changeNote": string } }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 整理完成，开始编辑 */
  'policyWork.organise': {
    input: { "slug": string; "edition": number; "version": number }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 送审；缺什么一次说全 */
  'policyWork.submit': {
    input: { "slug": string; "edition": number; "version": number }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 审核通过并发布；不能是最后编辑的人 */
  'policyWork.publish': {
    input: { "slug": string; "edition": number; "version": number }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 审核通过，定日发布 */
  'policyWork.schedule': {
    input: { "slug": string; "edition": number; "version": number; "publishOn": string }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 退回修改，逐处写明意见 */
  'policyWork.return': {
    input: { "slug": string; "edition": number; "version": number; "remarks": ({ "place": string; "says": string })[] }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 弃用一份还没有发布的政策稿 */
  'policyWork.discard': {
    input: { "slug": string; "edition": number; "version": number; "reason": string }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 撤下已发布的版本，页面说明原因 */
  'policyWork.withdraw': {
    input: { "slug": string; "edition": number; "version": number; "reason": string }
    output: { "slug": string; "edition": number; "version": number; "state": string }
  }
  /** 创业担保贷款办事指南 */
  'loan.getGuide': {
    input: { "kind"?: "person" | "partnership" | "enterprise"; "division"?: string }
    output: { "service": string; "kind": "person" | "partnership" | "enterprise"; "division": string; "divisionName": string | null; "localPlaces": ({ "code": string; "name": string; "local": string })[]; "title": string; "rule": { "title": string; "conditions": ({ "says": string; "basis": string })[]; "grants": (string)[]; "local": string | null }; "papers": ({ "kind": string; "zh": string; "required": string; "why": string })[]; "steps": ({ "step": string; "doing": string; "workdays": number | null; "certain": boolean })[]; "fee": string; "offices": ({ "name": string; "address": string; "hours": string; "phone": string; "division": string })[]; "chart": { "width": number; "height": number; "boxes": ({ "id": string; "zh": string; "x": number; "y": number; "width": number; "height": number; "state": "done" | "lit" | "ahead" })[]; "edges": ({ "from": string; "to": string; "zh"?: string; "points": ({ "x": number; "y": number })[]; "label"?: { "x": number; "y": number } })[] } }
  }
  /** 一件创业担保贷款的全部内容 */
  'loan.get': {
    input: { "id": string }
    output: { "id": string; "number": string; "service": string; "serviceLabel": string; "version": number; "state": string; "stateLabel": string; "round": number; "channel": string; "channelLabel": string; "division": string; "divisionName": string; "sentence": string; "holder": "applicant" | "office" | "none"; "office": string | null; "holding": number; "assignee": { "id": string; "name": string } | null; "mine": boolean; "waitingReason": string | null; "first": { "office": string | null; "person": string | null } | null; "relay": ({ "sequence": number; "round": number; "holder": "applicant" | "office"; "stateLabel": string; "office": string | null; "person": string | null; "deputyFor": string | null; "causeLabel": string; "reason": string | null; "since": string; "until": string | null; "workdays": number; "endedBy": string | null })[]; "dueOn": string | null; "overdue": boolean; "workdaysLeft": number | null; "limitDays": number | null; "usedDays": number; "openedAt": string; "submittedAt": string | null; "endedAt": string | null; "chart": { "width": number; "height": number; "boxes": ({ "id": string; "zh": string; "x": number; "y": number; "width": number; "height": number; "state": "done" | "lit" | "ahead" })[]; "edges": ({ "from": string; "to": string; "zh"?: string; "points": ({ "x": number; "y": number })[]; "label"?: { "x": number; "y": number } })[] }; "actions": ({ "action": string; "button": string; "allowed": boolean; "reason": string })[]; "history": ({ "sequence": number; "round": number; "action": string; "label": string; "from": string; "to": string; "stateLabel": string; "role": string; "roleLabel": string; "office": string | null; "channel": string; "channelLabel": string; "at": string; "detail": Record<string, unknown>; "letters"?: ({ "id": string; "title": string; "number": string })[] })[]; "kind": "person" | "partnership" | "enterprise"; "form": { "group"?: "unemployed" | "hardship" | "veteran" | "released" | "graduate" | "capacityWorker" | "returnee" | "onlineMerchant" | "liftedFromPoverty" | "ruralFounder" | "none"; "businessKind"?: "soleTrader" | "company" | "soleProprietorship" | "cooperative" | "online" | "notYet"; "businessName"?: string; "businessRegisteredOn"?: string; "businessAddress"?: string; "purpose"?: string; "jobs"?: number; "requestedAmount"?: number; "requestedMonths"?: number; "earlierLoans"?: number; "ownDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "spouseDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "cleanCredit"?: boolean; "truthful"?: true; "partners"?: ({ "name"?: string; "group"?: "unemployed" | "hardship" | "veteran" | "released" | "graduate" | "capacityWorker" | "returnee" | "onlineMerchant" | "liftedFromPoverty" | "ruralFounder" | "none"; "share"?: number; "earlierLoans"?: number; "cleanCredit"?: boolean })[]; "noArrears"?: boolean; "staff"?: number; "newHires"?: number; "longContracts"?: boolean; "revenue"?: number; "assets"?: number }; "applicant": { "partyId": string; "kind": "person" | "partnership" | "enterprise"; "name": string | null; "phone": string | null; "identity": string | null; "identityKind": "residentId" | "residencePermit" | "hongKongMacaoPermit" | "taiwanPermit" | "permanentResidence" | "passport" | null; "birthDate": string | null; "verification": "none" | "declared" | "verified"; "version": number; "enterprise": { "creditCode": string; "legalFormLabel": string; "industry": string; "industryLabel": string; "registeredOn": string; "divisionName": string } | null }; "papers": ({ "kind": string; "zh": string; "why": string; "required": boolean; "files": ({ "id": string; "kind": string; "name": string; "mediaType": string; "size": number; "uploadedAt": string })[] })[]; "gaps": ({ "field": string; "code": string; "message": string })[]; "asked": ({ "item": string; "says": string })[]; "refusal": { "reason": string; "article": string; "wayOut": string } | null; "alternatives": ({ "code": string; "title": string; "href": string; "standing": "fits" | "near" | "open"; "says": string; "conditions": ({ "says": string; "why": string; "howTo": string | null; "articleText": string })[] })[]; "recommendation": { "amount": number; "months": number; "opinion": string } | null; "judgement": { "ruleCode": string; "ruleVersion": number; "on": string; "result": "met" | "unmet" | "unknown"; "conditions": ({ "id": string; "result": "met" | "unmet" | "unknown"; "says": string; "why": string; "article": { "document": string; "number": string; "article": string; "certainty"?: string }; "articleText": string; "evidence": ({ "fact": string; "label": string; "value": string; "source": string; "sourceLabel": string })[]; "uncertain": (string)[]; "howTo"?: string })[]; "limits": { "amount"?: number; "months"?: number } | null; "missing": (string)[]; "uncertain": (string)[]; "local": string | null } | null }
  }
  /** 资格自测要回答的问题和条件说明 */
  'eligibility.get': {
    input: { "service": "guaranteed-loan"; "kind"?: "person" | "partnership" | "enterprise"; "division"?: string }
    output: { "title": string; "kind": "person" | "partnership" | "enterprise"; "rule": { "title": string; "conditions": ({ "says": string; "basis": string })[]; "grants": (string)[]; "local": string | null }; "questions": ({ "key": string; "zh": string; "question": string; "type": "text" | "date" | "fen" | "boolean" | "number" | "choice" | "choices"; "options"?: ({ "value": string; "zh": string })[]; "unit"?: string; "none"?: string })[] }
  }
  /** 资格自测：不登录，不保存 */
  'eligibility.check': {
    input: { "service": "guaranteed-loan"; "kind"?: "person" | "partnership" | "enterprise"; "division"?: string; "answers": Record<string, unknown> }
    output: { "ruleCode": string; "ruleVersion": number; "on": string; "result": "met" | "unmet" | "unknown"; "conditions": ({ "id": string; "result": "met" | "unmet" | "unknown"; "says": string; "why": string; "article": { "document": string; "number": string; "article": string; "certainty"?: string }; "articleText": string; "evidence": ({ "fact": string; "label": string; "value": string; "source": string; "sourceLabel": string })[]; "uncertain": (string)[]; "howTo"?: string })[]; "limits": { "amount"?: number; "months"?: number } | null; "missing": (string)[]; "uncertain": (string)[]; "local": string | null; "alternatives": ({ "code": string; "title": string; "href": string; "standing": "fits" | "near" | "open"; "says": string; "conditions": ({ "says": string; "why": string; "howTo": string | null; "articleText": string })[] })[] }
  }
  /** 开始一份创业担保贷款申请（草稿） */
  'loan.open': {
    input: { "partyId"?: string; "division": string }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 保存填写的内容（不是提交） */
  'loan.saveDraft': {
    input: { "id": string; "version": number; "form": { "group"?: "unemployed" | "hardship" | "veteran" | "released" | "graduate" | "capacityWorker" | "returnee" | "onlineMerchant" | "liftedFromPoverty" | "ruralFounder" | "none"; "businessKind"?: "soleTrader" | "company" | "soleProprietorship" | "cooperative" | "online" | "notYet"; "businessName"?: string; "businessRegisteredOn"?: string; "businessAddress"?: string; "purpose"?: string; "jobs"?: number; "requestedAmount"?: number; "requestedMonths"?: number; "earlierLoans"?: number; "ownDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "spouseDebts"?: ("studentLoan" | "reliefMicroLoan" | "homeLoan" | "carLoan" | "smallConsumerLoan" | "businessLoan" | "other")[]; "cleanCredit"?: boolean; "truthful"?: true; "partners"?: ({ "name"?: string; "group"?: "unemployed" | "hardship" | "veteran" | "released" | "graduate" | "capacityWorker" | "returnee" | "onlineMerchant" | "liftedFromPoverty" | "ruralFounder" | "none"; "share"?: number; "earlierLoans"?: number; "cleanCredit"?: boolean })[]; "noArrears"?: boolean; "staff"?: number; "newHires"?: number; "longContracts"?: boolean; "revenue"?: number; "assets"?: number } }
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
  /** 档案里可以申请更正的项目 */
  'correction.findChoices': {
    input: { "partyId"?: string }
    output: { "items": ({ "target": string; "zh": string; "now": string | null; "byCase": boolean; "own": { "href": string; "says": string } | null })[]; "open": { "id": string; "number": string; "state": string } | null }
  }
  /** 一件个人信息更正的全部内容 */
  'correction.get': {
    input: { "id": string }
    output: { "id": string; "number": string; "service": string; "serviceLabel": string; "version": number; "state": string; "stateLabel": string; "round": number; "channel": string; "channelLabel": string; "division": string; "divisionName": string; "sentence": string; "holder": "applicant" | "office" | "none"; "office": string | null; "holding": number; "assignee": { "id": string; "name": string } | null; "mine": boolean; "waitingReason": string | null; "first": { "office": string | null; "person": string | null } | null; "relay": ({ "sequence": number; "round": number; "holder": "applicant" | "office"; "stateLabel": string; "office": string | null; "person": string | null; "deputyFor": string | null; "causeLabel": string; "reason": string | null; "since": string; "until": string | null; "workdays": number; "endedBy": string | null })[]; "dueOn": string | null; "overdue": boolean; "workdaysLeft": number | null; "limitDays": number | null; "usedDays": number; "openedAt": string; "submittedAt": string | null; "endedAt": string | null; "chart": { "width": number; "height": number; "boxes": ({ "id": string; "zh": string; "x": number; "y": number; "width": number; "height": number; "state": "done" | "lit" | "ahead" })[]; "edges": ({ "from": string; "to": string; "zh"?: string; "points": ({ "x": number; "y": number })[]; "label"?: { "x": number; "y": number } })[] }; "actions": ({ "action": string; "button": string; "allowed": boolean; "reason": string })[]; "history": ({ "sequence": number; "round": number; "action": string; "label": string; "from": string; "to": string; "stateLabel": string; "role": string; "roleLabel": string; "office": string | null; "channel": string; "channelLabel": string; "at": string; "detail": Record<string, unknown>; "letters"?: ({ "id": string; "title": string; "number": string })[] })[]; "party": { "id": string; "kind": "person" | "enterprise"; "name": string | null; "identity": string | null; "verification": string }; "items": ({ "target": string; "zh": string; "now": string | null; "right": string | null; "wrong": string | null; "before": string | null; "fields": Record<string, unknown>; "typed": Record<string, unknown> })[]; "papers": ({ "kind": string; "zh": string; "why": string; "required": boolean; "files": ({ "id": string; "kind": string; "name": string; "mediaType": string; "size": number; "uploadedAt": string })[] })[]; "gaps": ({ "field": string; "code": string; "message": string })[]; "asked": ({ "item": string; "says": string })[]; "refusal": { "reason": string; "article": string; "wayOut": string } | null; "finding": string | null }
  }
  /** 开始一份更正申请（草稿） */
  'correction.open': {
    input: { "partyId"?: string; "targets": (string)[] }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 保存更正申请填写的内容（不是提交） */
  'correction.saveDraft': {
    input: { "id": string; "version": number; "form": { "items": ({ "target": string; "wrong"?: string; "right"?: Record<string, unknown> })[] } }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 提交更正申请 */
  'correction.submit': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 交回更正申请的补正 */
  'correction.supply': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 撤回更正申请 */
  'correction.withdraw': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 受理更正申请 */
  'correction.accept': {
    input: { "id": string; "version": number }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 一次性告知更正申请要补正的全部内容 */
  'correction.askOnce': {
    input: { "id": string; "version": number; "gaps": ({ "item": string; "says": string })[] }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 对照证明核实无误，更正档案 */
  'correction.correct': {
    input: { "id": string; "version": number; "finding": string }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 不予更正：写明理由、依据和出路 */
  'correction.refuse': {
    input: { "id": string; "version": number; "reason": string; "article": string; "wayOut": string }
    output: { "id": string; "number": string; "state": string; "version": number }
  }
  /** 演示信箱：最近发出的短信和邮件（只在演示环境开放） */
  'demo.getMailbox': {
    input: Record<string, never>
    output: { "items": ({ "medium": "sms" | "email"; "recipient": string; "subject": string | null; "body": string; "at": string })[] }
  }
  /** 演示账号、密码和当前动态码（仅演示环境） */
  'demo.getAccounts': {
    input: Record<string, never>
    output: { "residentIds": (string)[]; "items": ({ "login": string; "name": string; "says": string; "password": string; "code": string })[] }
  }
  /** 可以从表格导入的内容和各自的列 */
  'import.findKinds': {
    input: Record<string, never>
    output: { "items": ({ "kind": string; "zh": string; "columns": ({ "key": string; "zh": string; "required": boolean; "example": string })[] })[] }
  }
  /** 导入用的空白表格，带列名和一行示例 */
  'import.getTemplate': {
    input: { "kind": string }
    output: Blob
  }
  /** 辖区内的导入，最近的在前 */
  'import.find': {
    input: { "after"?: string }
    output: { "items": ({ "id": string; "kind": string; "kindLabel": string; "fileName": string | null; "state": "checking" | "ready" | "writing" | "done" | "failed" | "cancelled"; "stateLabel": string; "version": number; "mode": "all" | "good" | null; "by": string; "createdAt": string; "finishedAt": string | null; "total": number; "done": number; "fault": string | null })[]; "next": string | null }
  }
  /** 一次导入：到哪一步、各列怎么对应、各有多少行 */
  'import.get': {
    input: { "id": string }
    output: { "id": string; "kind": string; "kindLabel": string; "fileName": string | null; "state": "checking" | "ready" | "writing" | "done" | "failed" | "cancelled"; "stateLabel": string; "version": number; "mode": "all" | "good" | null; "by": string; "createdAt": string; "finishedAt": string | null; "total": number; "done": number; "fault": string | null; "columns": ({ "key": string; "zh": string; "required": boolean; "at": number | null })[]; "header": (string)[] | null; "counts": { "good": number; "bad": number; "skipped": number; "written": number } }
  }
  /** 一次导入的各行：有问题的写明原因 */
  'import.findLines': {
    input: { "id": string; "show"?: "bad" | "skipped" | "rest"; "after"?: number }
    output: { "items": ({ "line": number; "stateLabel": string; "reason": string; "cells": (string)[] })[]; "next": number | null }
  }
  /** 导入结果表：每一行的结果和原因 */
  'import.getReport': {
    input: { "id": string }
    output: Blob
  }
  /** 上传表格：读取并逐行检查，先不写入 */
  'import.begin': {
    input: { "kind": string }
    output: { "id": string; "version": number }
  }
  /** 改列的对应关系，重新检查每一行 */
  'import.mapColumns': {
    input: { "id": string; "version": number; "mapping": ({ "key": string; "at": number })[] }
    output: { "id": string; "version": number }
  }
  /** 确认导入：全部成功才导入，或只导入没有问题的行 */
  'import.commit': {
    input: { "id": string; "version": number; "mode": "all" | "good" }
    output: { "id": string; "version": number }
  }
  /** 不导入了，马上删掉上传的表格 */
  'import.cancel': {
    input: { "id": string; "version": number }
    output: { "id": string; "version": number }
  }
  /** 可以查的事：每个操作、每个事项的每一步，和辖区内的人员 */
  'rights.findChoices': {
    input: Record<string, never>
    output: { "operations": ({ "name": string; "summary": string })[]; "members": ({ "id": string; "name": string; "login": string })[]; "services": ({ "service": string; "zh": string })[] }
  }
  /** 一位人员为什么能办、为什么不能办 */
  'rights.explain': {
    input: { "member": string; "operation"?: string; "number"?: string }
    output: { "name": string; "standing": (string)[]; "grants": (string)[]; "operation": { "says": string; "allowed": boolean; "because": (string)[] } | null; "actions": ({ "says": string; "allowed": boolean; "because": (string)[] })[]; "caseSays": string | null }
  }
  /** 一个地区里谁能办一件事 */
  'rights.who': {
    input: { "operation": string; "division": string }
    output: { "policy": string; "items": ({ "id": string; "name": string; "because": (string)[] })[] }
  }
}

/** Method and path of each operation, beneath /api/v1. */
export const routes: Record<keyof Operations, string> = {
  'catalogue.get': 'GET /catalogue',
  'handover.open': 'POST /handovers',
  'handover.use': 'POST /handovers/use',
  'session.requestCode': 'POST /sessions/codes',
  'session.logInByCode': 'POST /sessions/person',
  'session.logInStaff': 'POST /sessions/staff',
  'session.logOut': 'POST /sessions/end',
  'session.get': 'GET /session',
  'session.findOwn': 'GET /me/sessions',
  'session.endOwn': 'POST /me/sessions/:sessionId/end',
  'session.endOthers': 'POST /me/sessions/end-others',
  'session.endStaff': 'POST /staff/:accountId/sessions/end',
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
  'consent.findTexts': 'GET /consents/texts',
  'consent.getText': 'GET /consents/texts/:purpose',
  'consent.findDue': 'GET /me/consents/due',
  'consent.give': 'POST /me/consents',
  'consent.withdraw': 'POST /me/consents/:purpose/withdraw',
  'consent.findOwn': 'GET /me/consents',
  'person.getConsents': 'GET /people/:id/consents',
  'person.takeDownConsent': 'POST /people/:id/consents',
  'consent.publishText': 'POST /consents/texts',
  'division.find': 'GET /divisions',
  'office.find': 'GET /offices',
  'institution.find': 'GET /institutions',
  'institution.create': 'POST /institutions',
  'institution.save': 'POST /institutions/:id',
  'office.create': 'POST /offices',
  'office.save': 'POST /offices/:id',
  'staffNotice.find': 'GET /staff-notices',
  'staffNotice.read': 'POST /staff-notices/read',
  'staff.find': 'GET /staff',
  'staff.get': 'GET /staff/:id',
  'staff.create': 'POST /staff',
  'staff.save': 'POST /staff/:id',
  'staff.grant': 'POST /staff/:id/grants',
  'staff.endGrant': 'POST /staff/:id/grants/end',
  'staff.disable': 'POST /staff/:id/disable',
  'staff.enable': 'POST /staff/:id/enable',
  'staff.makeSetUp': 'POST /staff/:id/set-up',
  'staff.beginSetUp': 'POST /staff-set-up/begin',
  'staff.finishSetUp': 'POST /staff-set-up',
  'duty.getWeek': 'GET /duties',
  'duty.saveWeek': 'POST /duties',
  'duty.savePattern': 'POST /duties/pattern',
  'notice.find': 'GET /me/notices',
  'notice.markRead': 'POST /me/notices/read',
  'noticeSetting.getOwn': 'GET /me/notice-settings',
  'noticeSetting.save': 'POST /me/notice-settings',
  'noticeSetting.requestEmail': 'POST /me/notice-settings/email',
  'noticeSetting.confirmEmail': 'POST /me/notice-settings/email/confirm',
  'noticeSetting.removeEmail': 'POST /me/notice-settings/email/remove',
  'noticeSetting.getCopyAddress': 'GET /me/copy-address',
  'noticeTemplate.find': 'GET /notice-templates',
  'noticeTemplate.get': 'GET /notice-templates/:code',
  'noticeTemplate.edit': 'POST /notice-templates/:code/edits',
  'noticeTemplate.release': 'POST /notice-templates/:code/release',
  'noticeTemplate.discard': 'POST /notice-templates/:code/discard',
  'delivery.find': 'GET /deliveries',
  'delivery.retry': 'POST /deliveries/:messageId/retry',
  'paper.add': 'POST /cases/:id/papers',
  'paper.remove': 'POST /papers/:id/remove',
  'paper.get': 'GET /papers/:id',
  'paper.download': 'GET /papers/:id/content',
  'paper.sendCopy': 'POST /papers/:id/copies',
  'case.findInbox': 'GET /inbox',
  'case.countInbox': 'GET /inbox/counts',
  'case.findOwn': 'GET /me/cases',
  'case.claim': 'POST /cases/:id/claim',
  'case.previewReassign': 'POST /cases/reassign/preview',
  'case.reassign': 'POST /cases/reassign',
  'case.findColleagues': 'GET /colleagues',
  'absence.find': 'GET /absences',
  'absence.record': 'POST /absences',
  'absence.end': 'POST /absences/:id/end',
  'case.recuse': 'POST /cases/:id/recuse',
  'recusal.find': 'GET /recusals',
  'recusal.end': 'POST /recusals/:id/end',
  'staff.previewHandOver': 'POST /staff/:id/hand-over/preview',
  'staff.handOver': 'POST /staff/:id/hand-over',
  'rating.getOwn': 'GET /me/cases/:id/rating',
  'rating.give': 'POST /me/cases/:id/rating',
  'rating.add': 'POST /me/cases/:id/rating/additions',
  'rating.invite': 'POST /cases/:id/rating-code',
  'rating.getByCode': 'GET /rating-codes/:token',
  'rating.giveByCode': 'POST /rating-codes/:token',
  'rating.find': 'GET /ratings',
  'rating.get': 'GET /ratings/:ratingId',
  'rating.contact': 'POST /ratings/:ratingId/contact',
  'rating.reply': 'POST /ratings/:ratingId/reply',
  'rating.getFigures': 'GET /rating-figures',
  'letter.find': 'GET /letters',
  'letter.verify': 'GET /letters/verify',
  'letter.get': 'GET /letters/:id',
  'letter.getPdf': 'GET /letters/:id/pdf',
  'letter.sendCopy': 'POST /letters/:id/copies',
  'letter.recordOpening': 'POST /letters/:id/opening',
  'letter.recordServing': 'POST /letters/:id/servings',
  'enterprise.find': 'GET /enterprises',
  'enterprise.get': 'GET /enterprises/:id',
  'enterprise.getOwn': 'GET /me/enterprise',
  'enterprise.register': 'POST /enterprises',
  'enterprise.amend': 'POST /enterprises/:id/amend',
  'agency.propose': 'POST /agencies',
  'agency.addPaper': 'POST /agencies/:id/paper',
  'agency.findOwn': 'GET /me/agencies',
  'agency.findWaiting': 'GET /agencies',
  'agency.get': 'GET /agencies/:id',
  'agency.confirm': 'POST /agencies/:id/confirm',
  'agency.decline': 'POST /agencies/:id/decline',
  'agency.end': 'POST /agencies/:id/end',
  'session.actFor': 'POST /session/acting',
  'person.getOwnFile': 'GET /me/file',
  'person.revealOwn': 'GET /me/file/identity',
  'person.copyOwn': 'GET /me/file/copy',
  'person.sendOwnCopy': 'POST /me/file/copies',
  'person.findOwnLooks': 'GET /me/looks',
  'person.findLooks': 'GET /people/:id/looks',
  'person.findFormer': 'GET /people/:id/former',
  'person.findDuplicates': 'GET /duplicates',
  'person.settleDuplicate': 'POST /people/:id/not-duplicate',
  'person.previewMerge': 'GET /people/:id/merge/:mergedId',
  'person.merge': 'POST /people/:id/merge',
  'person.unmerge': 'POST /people/:id/unmerge',
  'person.getMerges': 'GET /people/:id/merges',
  'audit.find': 'GET /audit',
  'audit.export': 'GET /audit/export',
  'erasure.getOwn': 'GET /me/erasure',
  'erasure.ask': 'POST /me/erasure',
  'erasure.withdraw': 'POST /me/erasure/:id/withdraw',
  'erasure.find': 'GET /erasures',
  'erasure.propose': 'POST /people/:partyId/erasure',
  'erasure.approve': 'POST /erasures/:id/approve',
  'erasure.refuse': 'POST /erasures/:id/refuse',
  'search.find': 'GET /search',
  'verification.find': 'GET /verifications',
  'verification.start': 'POST /verifications',
  'verification.cancel': 'POST /verifications/:id/cancel',
  'statistics.get': 'GET /statistics',
  'statistics.export': 'GET /statistics/export',
  'statistics.getPublic': 'GET /figures',
  'policy.find': 'GET /policies',
  'policy.get': 'GET /policies/:slug',
  'policy.findVersions': 'GET /policies/:slug/versions',
  'policy.compare': 'GET /policies/:slug/comparison',
  'policyWork.find': 'GET /policy-work',
  'policyWork.findAlike': 'GET /policy-work-alike',
  'policyWork.get': 'GET /policy-work/:slug',
  'policyWork.compare': 'GET /policy-work/:slug/comparison',
  'policyWork.collect': 'POST /policy-work',
  'policyWork.revise': 'POST /policy-work/:slug/revise',
  'policyWork.settleTask': 'POST /policy-work/:slug/settle-task',
  'policyWork.save': 'POST /policy-work/:slug/save',
  'policyWork.organise': 'POST /policy-work/:slug/organise',
  'policyWork.submit': 'POST /policy-work/:slug/submit',
  'policyWork.publish': 'POST /policy-work/:slug/publish',
  'policyWork.schedule': 'POST /policy-work/:slug/schedule',
  'policyWork.return': 'POST /policy-work/:slug/return',
  'policyWork.discard': 'POST /policy-work/:slug/discard',
  'policyWork.withdraw': 'POST /policy-work/:slug/withdraw',
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
  'correction.findChoices': 'GET /corrections/choices',
  'correction.get': 'GET /corrections/:id',
  'correction.open': 'POST /corrections',
  'correction.saveDraft': 'POST /corrections/:id/draft',
  'correction.submit': 'POST /corrections/:id/submit',
  'correction.supply': 'POST /corrections/:id/supply',
  'correction.withdraw': 'POST /corrections/:id/withdraw',
  'correction.accept': 'POST /corrections/:id/accept',
  'correction.askOnce': 'POST /corrections/:id/ask-once',
  'correction.correct': 'POST /corrections/:id/correct',
  'correction.refuse': 'POST /corrections/:id/refuse',
  'demo.getMailbox': 'GET /demo/mailbox',
  'demo.getAccounts': 'GET /demo/accounts',
  'import.findKinds': 'GET /imports/kinds',
  'import.getTemplate': 'GET /imports/kinds/:kind/template',
  'import.find': 'GET /imports',
  'import.get': 'GET /imports/:id',
  'import.findLines': 'GET /imports/:id/lines',
  'import.getReport': 'GET /imports/:id/report',
  'import.begin': 'POST /imports',
  'import.mapColumns': 'POST /imports/:id/columns',
  'import.commit': 'POST /imports/:id/commit',
  'import.cancel': 'POST /imports/:id/cancel',
  'rights.findChoices': 'GET /rights/choices',
  'rights.explain': 'GET /rights/member',
  'rights.who': 'GET /rights/who',
}
