-- Institutions (机构) with their windows and bureaus, who sits there when (值班), who is away (请假), who may not (回避).

create table institution (
  id uuid primary key,
  name text not null check (length(name) between 2 and 60),
  division text collate "C" not null,
  phone text not null default '',
  invented boolean not null default false,
  version int not null default 1
);
create unique index institution_name on institution (division, name);
comment on table institution is 'Institutions (机构) of public service; each has windows (窗口) and bureaus (科室)';
grant select, insert, update on institution to :app_role;

alter table office
  add column institution_id uuid references institution (id),
  add column services text[] not null default '{}',
  add column capacity int check (capacity between 1 and 999),
  add column latitude double precision check (latitude between -90 and 90),
  add column longitude double precision check (longitude between -180 and 180),
  add column ended_on date,
  add column version int not null default 1,
  add check ((latitude is null) = (longitude is null));
comment on column office.services is 'Services it offers, by their names on the case spine; empty means every service of its kind';
comment on column office.capacity is 'How many people can be served at once; null where nobody has said';
comment on column office.ended_on is 'First day on which it no longer takes cases; null while it does';

create table office_hours (
  office_id uuid not null references office (id),
  weekday int not null check (weekday between 1 and 7),
  opens int not null check (opens between 0 and 1439),
  closes int not null check (closes between 1 and 1440),
  primary key (office_id, weekday, opens),
  check (closes > opens),
  exclude using gist (office_id with =, weekday with =, int4range(opens, closes) with &&)
);
comment on table office_hours is 'Opening hours by weekday, 1 Monday to 7 Sunday, in minutes since midnight; the holiday calendar comes before them';
grant select, insert, update, delete on office_hours to :app_role;

create table office_closure (
  id uuid primary key,
  office_id uuid not null references office (id),
  first_day date not null,
  last_day date not null,
  reason text not null check (length(reason) between 2 and 60),
  check (last_day >= first_day),
  exclude using gist (office_id with =, daterange(first_day, last_day, '[]') with &&)
);
comment on table office_closure is 'Days on which an office is closed though its hours say otherwise, with the reason that people are told';
grant select, insert, update, delete on office_closure to :app_role;

-- What there was before: one sentence of hours for every office, and no institutions.
insert into office_hours (office_id, weekday, opens, closes)
  select office.id, weekday, opens, closes
  from office, generate_series(1, 5) as weekday, (values (540, 720), (810, 1020)) as hours (opens, closes)
  where office.kind in ('window', 'bureau');
alter table office drop column hours;
insert into institution (id, name, division, invented)
  select gen_random_uuid(), coalesce(division.name, '') || '公共就业服务机构', office.division, bool_or(office.invented)
  from office left join division on division.code = office.division and division.valid_to is null
  where office.kind in ('window', 'bureau')
  group by division.name, office.division;
update office set institution_id = institution.id
  from institution where institution.division = office.division and office.kind in ('window', 'bureau');

alter table account
  add column desk text not null default '' check (length(desk) <= 20),
  add column version int not null default 1;
comment on column account.desk is 'Where a staff member sits: the number or name of their desk';

alter table role_grant
  add column granted_by uuid references account (id),
  add check (valid_to is null or valid_to >= valid_from),
  add exclude using gist (
    account_id with =, role with =, division with =,
    coalesce(office_id, '00000000-0000-0000-0000-000000000000') with =, daterange(valid_from, valid_to) with &&);
create index role_grant_office on role_grant (office_id, role) where office_id is not null;

create table staff_set_up (
  id uuid primary key,
  account_id uuid not null references account (id),
  token_hash text not null unique,
  totp_cipher bytea not null,
  made_by uuid references account (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index staff_set_up_account on staff_set_up (account_id) where used_at is null;
comment on table staff_set_up is 'One-time links by which a staff member sets their own password and authenticator; only the hash of the link is kept';
comment on column staff_set_up.made_by is 'Who made the link; null for the first administrator, made by command';
grant select, insert, update on staff_set_up to :app_role;

create table staff_notice (
  id uuid primary key,
  account_id uuid not null references account (id),
  case_id uuid,
  title text not null,
  body text not null,
  created_at timestamptz not null,
  read_at timestamptz
);
create index staff_notice_account on staff_notice (account_id, created_at desc, id desc);
comment on table staff_notice is 'What a staff member is told at the workbench; speaks of cases by number, never of names or numbers of persons';
grant select, insert, update on staff_notice to :app_role;

create table duty (
  id uuid primary key,
  account_id uuid not null references account (id),
  office_id uuid not null references office (id),
  weekday int not null check (weekday between 1 and 7),
  half text not null check (half in ('morning', 'afternoon')),
  valid_from date not null,
  valid_to date,
  check (valid_to is null or valid_to >= valid_from),
  exclude using gist (account_id with =, weekday with =, half with =, daterange(valid_from, valid_to) with &&)
);
create index duty_office on duty (office_id);
comment on table duty is 'Week pattern of the duty rota (值班表): who sits where on which half-day of the week; nobody sits in two places at once';
grant select, insert, update on duty to :app_role;

create table duty_exception (
  account_id uuid not null references account (id),
  office_id uuid not null references office (id),
  day date not null,
  half text not null check (half in ('morning', 'afternoon')),
  on_duty boolean not null,
  primary key (account_id, day, half)
);
create index duty_exception_office on duty_exception (office_id, day);
comment on table duty_exception is 'One half-day of one person that differs from the week pattern: on duty there, or not';
grant select, insert, update, delete on duty_exception to :app_role;

create function keeps_rota(wanted uuid, on_day date) returns boolean language sql stable
  begin atomic
    select exists (select from duty
        where office_id = wanted and valid_from <= on_day and (valid_to is null or valid_to > on_day))
      or exists (select from duty_exception where office_id = wanted and day = on_day);
  end;
comment on function keeps_rota(uuid, date) is 'Whether an office has a duty rota for a day; where there is none, everyone who belongs to it counts as on duty.';

create function is_on_duty(wanted uuid, at_office uuid, on_day date) returns boolean language sql stable
  begin atomic
    select exists (
      select from (values ('morning'), ('afternoon')) as halves (half)
      left join duty_exception as exception
        on exception.account_id = wanted and exception.day = on_day and exception.half = halves.half
      where case
        when exception.account_id is not null then exception.on_duty and exception.office_id = at_office
        else exists (select from duty
          where duty.account_id = wanted and duty.office_id = at_office and duty.half = halves.half
            and duty.weekday = extract(isodow from on_day)
            and duty.valid_from <= on_day and (duty.valid_to is null or duty.valid_to > on_day))
        end);
  end;
comment on function is_on_duty(uuid, uuid, date) is 'Whether a staff member sits in an office on at least one half of a day, by the week pattern and its exceptions.';

create table absence (
  id uuid primary key,
  account_id uuid not null references account (id),
  deputy_id uuid references account (id),
  kind text not null check (kind in ('annual', 'sick', 'family', 'business', 'training', 'other')),
  first_day date not null,
  last_day date not null,
  recorded_by uuid references account (id),
  recorded_at timestamptz not null,
  begun_at timestamptz,
  ended_at timestamptz,
  cancelled_at timestamptz,
  version int not null default 1,
  check (last_day >= first_day),
  check (deputy_id <> account_id),
  exclude using gist (account_id with =, daterange(first_day, last_day, '[]') with &&) where (cancelled_at is null)
);
create index absence_deputy on absence (deputy_id) where cancelled_at is null;
create index absence_to_begin on absence (first_day) where begun_at is null and cancelled_at is null;
create index absence_to_end on absence (last_day) where begun_at is not null and ended_at is null;
comment on table absence is 'When a staff member is away (请假) and who stands in for them (代理人); nobody is away twice at once';
comment on column absence.begun_at is 'When their cases went to the deputy';
comment on column absence.ended_at is 'When the cases came back';
grant select, insert, update on absence to :app_role;

create function division_prefix(code text) returns text language sql immutable parallel safe
  return case
    when code like '__0000000000' then left(code, 2)
    when code like '____00000000' then left(code, 4)
    when code like '______000000' then left(code, 6)
    when code like '_________000' then left(code, 9)
    else code
  end;
comment on function division_prefix(text) is 'The digits with which the codes of a division and of all beneath it begin, as prefixOf of the program.';

create function check_deputy() returns trigger language plpgsql as $$
begin
  if new.deputy_id is not null and new.cancelled_at is null and new.begun_at is null and exists (
    select from role_grant as own
    where own.account_id = new.account_id and own.role not in ('administrator', 'auditor')
      and own.valid_from <= new.last_day and (own.valid_to is null or own.valid_to > new.first_day)
      and not exists (
        select from role_grant as other
        where other.account_id = new.deputy_id and other.role = own.role
          and own.division ^@ division_prefix(other.division)
          and other.valid_from <= new.first_day and (other.valid_to is null or other.valid_to > new.last_day)))
  then
    raise exception 'the deputy does not hold every role of the absent there'
      using errcode = 'check_violation', constraint = 'absence_deputy_holds_roles';
  end if;
  return new;
end
$$;
create trigger absence_deputy_holds_roles before insert or update on absence for each row execute function check_deputy();

create table recusal (
  id uuid primary key,
  account_id uuid not null references account (id),
  party_id uuid references party (id),
  case_id uuid references service_case (id),
  kind text not null check (kind in ('kinship', 'interest', 'former', 'other')),
  recorded_by uuid references account (id),
  recorded_at timestamptz not null,
  ended_at timestamptz,
  check (num_nonnulls(party_id, case_id) = 1)
);
create unique index recusal_party on recusal (party_id, account_id) where ended_at is null and party_id is not null;
create unique index recusal_case on recusal (case_id, account_id) where ended_at is null and case_id is not null;
comment on table recusal is 'Who may not handle what (回避): a staff member and a party or one case, with the kind of reason';
grant select, insert, update on recusal to :app_role;

grant execute on function keeps_rota(uuid, date), is_on_duty(uuid, uuid, date), division_prefix(text) to :app_role;
