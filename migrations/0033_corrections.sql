-- Corrections (更正): a case in which a party asks for what is known of them to be put right (个人信息保护法 第四十六条).

create table correction (
  case_id uuid primary key references service_case (id),
  party_id uuid not null references party (id),
  division text collate "C" not null,
  targets text[] not null check (cardinality(targets) between 1 and 10),
  form_cipher bytea not null,
  saved_at timestamptz not null
);
create index correction_party on correction (party_id);
comment on table correction is 'Detail of a correction: which of the data it is about, and the form sealed by the party''s key';
comment on column correction.targets is 'Names of data, such as phone or fact:business.kind; never their values';
comment on column correction.form_cipher is 'What is wrong and what is right of each, as the party says';
alter table correction enable row level security;
create policy correction_reach on correction
  using (party_id = actor_party() or actor_reaches(division) or survivor_of(party_id) = actor_party());
grant select, insert, update on correction to :app_role;

-- Beside name, phone and paper: the e-mail address, and what the register of companies says of an enterprise. These nobody looks for.
alter table former_value
  drop constraint former_value_field_check,
  add constraint former_value_field_check check (
    field in ('name', 'phone', 'identity', 'email', 'enterpriseName', 'creditCode', 'legalForm', 'industry', 'registeredOn')
  ),
  alter column value_index drop not null,
  add constraint former_value_indexed check (value_index is not null or field not in ('name', 'phone', 'identity')),
  add constraint former_value_case foreign key (case_id) references service_case (id);
comment on table former_value is 'What a party''s data were before a correction (更正), sealed by their key; a person''s found by blind index';

-- An address is put right at the window too, by whoever serves the person.
create policy notice_setting_serving on notice_setting
  using (actor_serves(party_id)
    or exists (select 1 from party where party.id = notice_setting.party_id and actor_reaches(party.division)));
