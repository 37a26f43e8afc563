-- Rules (规则) and parameters (参数) as data, and the judgements (判定) they gave.

create table rule (
  code text not null,
  version int not null,
  division text collate "C" not null,
  valid_from date not null,
  valid_to date,
  body jsonb not null,
  primary key (code, version)
);
comment on table rule is 'Eligibility rules, versioned; a published version is never changed';
grant select, insert on rule to :app_role;

create table parameter (
  id uuid primary key,
  key text not null,
  division text collate "C" not null,
  value jsonb not null,
  unit text not null,
  valid_from date not null,
  valid_to date,
  certainty text not null check (certainty in ('confirmed', 'probable', 'uncertain')),
  source text not null,
  note text not null default '',
  unique (key, division, valid_from)
);
comment on table parameter is 'Figures of rules and time limits: the one of the nearest ancestor division counts';
comment on column parameter.certainty is 'How sure the figure is; uncertain ones say so on their page';
grant select, insert, update on parameter to :app_role;

create table judgement (
  id uuid primary key,
  case_id uuid,
  party_id uuid not null references party (id),
  rule_code text not null,
  rule_version int not null,
  engine_version int not null,
  body_cipher bytea not null,
  result text not null check (result in ('met', 'unmet', 'unknown')),
  hash text not null,
  judged_on date not null,
  judged_at timestamptz not null
);
create index judgement_case on judgement (case_id, judged_at desc);
create trigger judgement_append_only before update or delete on judgement for each row execute function forbid_change();
create trigger judgement_kept before truncate on judgement for each statement execute function forbid_change();
comment on table judgement is 'Facts, parameters, rule and result of each decision, sealed by the person''s key, with a hash: replayable';
grant select, insert on judgement to :app_role;
