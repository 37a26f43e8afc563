-- Erasure (删除) of a person's data by rule of retention (保存期限) or at their own wish, always by two persons.

create table erasure (
  id uuid primary key,
  party_id uuid not null references party (id),
  division text collate "C" not null,
  origin text not null check (origin in ('wish', 'retention', 'replay')),
  rule text not null,
  due_on date not null,
  state text not null check (state in ('proposed', 'approved', 'carrying', 'done', 'refused', 'withdrawn')),
  proposed_by uuid,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  reason text check (length(reason) >= 4),
  ended_at timestamptz,
  version int not null default 1,
  check (decided_by <> proposed_by),
  check (state not in ('approved', 'carrying', 'done') or decided_by is not null or origin = 'replay'),
  check (state <> 'refused' or (decided_by is not null and reason is not null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((state in ('done', 'refused', 'withdrawn')) = (ended_at is not null))
);
create unique index erasure_one_open on erasure (party_id) where state in ('proposed', 'approved', 'carrying');
create index erasure_party on erasure (party_id, id desc);
create index erasure_place on erasure (division, id desc);
create index erasure_to_do on erasure (id) where state in ('approved', 'carrying');
comment on table erasure is 'Persons whose data are to be erased: why, since when, who proposed and who else approved; no personal data';
comment on column erasure.origin is 'wish of the person, retention over, or replay of the list outside the database after a restore';
comment on column erasure.rule is 'Code of the rule of retention it rests on; ownWish for a wish';
comment on column erasure.state is 'carrying: the list outside the database has it or is about to; from here on nobody takes it back';
comment on column erasure.reason is 'Why it was refused or lapsed';
grant select, insert, update on erasure to :app_role;

-- Append-only tables of personal data let an erasure through that is being carried out, and nothing else.
create function forbid_change_but_erasure() returns trigger
  language plpgsql set search_path from current as $$
begin
  if not exists (
    select from erasure
    where erasure.id = nullif(current_setting('app.erasing', true), '')::uuid and erasure.state = 'carrying'
  ) then
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
      using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
comment on function forbid_change_but_erasure() is
  'Trigger of append-only tables of personal data: as forbid_change, but for the rows that an approved erasure (删除) takes away; the application has no right to change them by itself.';

drop trigger fact_append_only on fact;
create trigger fact_append_only before update or delete on fact for each row execute function forbid_change_but_erasure();
drop trigger judgement_append_only on judgement;
create trigger judgement_append_only before update or delete on judgement
  for each row execute function forbid_change_but_erasure();
drop trigger consent_append_only on consent;
create trigger consent_append_only before update or delete on consent
  for each row execute function forbid_change_but_erasure();
drop trigger letter_append_only on letter;
create trigger letter_append_only before update or delete on letter
  for each row execute function forbid_change_but_erasure();
drop trigger letter_serving_append_only on letter_serving;
create trigger letter_serving_append_only before update or delete on letter_serving
  for each row execute function forbid_change_but_erasure();
drop trigger rating_append_only on rating;
create trigger rating_append_only before update or delete on rating
  for each row execute function forbid_change_but_erasure();
drop trigger rating_addition_append_only on rating_addition;
create trigger rating_addition_append_only before update or delete on rating_addition
  for each row execute function forbid_change_but_erasure();

create function erase_person(erasure_id uuid, wanted uuid) returns setof uuid
  language plpgsql security definer set search_path from current as $$
declare
  cases uuid[];
  accounts uuid[];
begin
  if not exists (
    select from erasure
    where erasure.id = erasure_id and erasure.state = 'carrying'
      and erasure.party_id in (select merged_with(wanted))
      and (erasure.origin = 'replay' or erasure.decided_by is distinct from erasure.proposed_by)
  ) then
    raise exception 'no approved erasure of this person' using errcode = 'insufficient_privilege';
  end if;
  perform set_config('app.erasing', erasure_id::text, true);
  cases := array(select id from service_case where party_id = wanted);
  accounts := array(select id from account where party_id = wanted);

  -- How they are found and how they log in.
  delete from login_code where phone_index in (
    select phone_index from person where party_id = wanted
    union all select value_index from former_value where party_id = wanted and field = 'phone');
  delete from idempotency where actor_key = any (accounts::text[]);
  delete from handover where account_id = any (accounts);
  update session set agency_id = null where agency_id in (select id from agency where agent_id = wanted);
  delete from session where account_id = any (accounts);
  delete from account_link where account_id = any (accounts);
  delete from role_grant where account_id = any (accounts);
  delete from account where id = any (accounts);
  delete from former_value where party_id = wanted;
  delete from email_code where party_id = wanted;
  delete from notice_setting where party_id = wanted;

  -- What is known of them and what was told them.
  delete from fact where party_id = wanted;
  delete from consent where party_id = wanted;
  delete from notice where party_id = wanted;
  delete from outbound_message where party_id = wanted or case_id = any (cases);
  delete from agency where agent_id = wanted;
  return query delete from document where party_id = wanted returning id;

  -- Of their cases stay number, states, amounts and figures; the texts go.
  update judgement set body_cipher = '' where party_id = wanted;
  update letter set content_cipher = '' where party_id = wanted;
  update letter_serving set receipt_cipher = null
    where letter_id in (select id from letter where party_id = wanted) and receipt_cipher is not null;
  update loan set form_cipher = '' where party_id = wanted;
  update correction set form_cipher = '' where party_id = wanted;
  delete from rating_code where case_id = any (cases);
  delete from rating_addition where rating_id in (select id from rating where case_id = any (cases));
  update rating set words_cipher = null where case_id = any (cases) and words_cipher is not null;
  update rating_answer set contact_cipher = null, reply = case when reply is null then null else '已随个人信息删除' end
    where rating_id in (select id from rating where case_id = any (cases));
  update party_merge set reason = '已随个人信息删除',
    undone_reason = case when undone_reason is null then null else '已随个人信息删除' end
    where merged_id = wanted or survivor_id = wanted;
  update not_duplicate set reason = '已随个人信息删除' where one_id = wanted or other_id = wanted;

  -- The key last: what it sealed and lies elsewhere, in backups and replicas, opens nowhere any more.
  update person set wrapped_key = null, name_cipher = null, phone_cipher = null, identity_kind = null, identity_cipher = null,
    birth_cipher = null, name_index = null, phone_index = null, identity_index = null, verification = 'none',
    verified_by = null, verified_at = null, verified_through = null, version = version + 1
    where party_id = wanted;
  perform set_config('app.erasing', '', true);
end
$$;
comment on function erase_person(uuid, uuid) is
  'Erases (删除) one person under an approved erasure that is being carried out: key, blind indexes, facts, texts, log-ins; gives the ids of the papers whose files are to go. Refuses without one.';
revoke execute on function erase_person(uuid, uuid) from public;
grant execute on function erase_person(uuid, uuid) to :app_role;
