-- Administrative divisions (行政区划) and the working-day calendar (工作日历).

create table division (
  code text collate "C" not null check (code ~ '^[0-9]{12}$'),
  name text not null,
  level text not null check (level in ('province', 'city', 'county', 'street', 'community')),
  parent text collate "C",
  valid_from date not null,
  valid_to date,
  replaced_by text collate "C",
  invented boolean not null default false,
  primary key (code, valid_from),
  check (valid_to is null or valid_to > valid_from)
);
create index division_parent on division (parent);
comment on table division is 'Versioned tree of divisions by GB/T 2260 and GB/T 10114 codes, padded to 12 digits';
comment on column division.valid_to is 'First day on which the code no longer holds; null while it does';
comment on column division.replaced_by is 'Code that open cases follow when this one ends';
comment on column division.invented is 'True for the streets and communities of the demonstration city';
grant select, insert, update on division to :app_role;

create table calendar_exception (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null
);
comment on table calendar_exception is 'Days that differ from Monday-to-Friday: statutory holidays and the weekends worked for them; staff may correct it';
grant select, insert, update, delete on calendar_exception to :app_role;

create table office (
  id uuid primary key,
  name text not null,
  division text collate "C" not null,
  kind text not null check (kind in ('window', 'bureau', 'guarantor', 'bank', 'base')),
  address text not null,
  hours text not null,
  phone text not null,
  invented boolean not null default false
);
create index office_division on office (division);
comment on table office is 'Where staff sit: windows (窗口) and bureaus (经办机构); a case is held by an office';
grant select, insert, update on office to :app_role;
